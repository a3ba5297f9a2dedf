using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.Tests.RateLimiting.Checking;

/// <summary>
/// What is admitted when the counters' answers come after the deadline: by the counters never more than the limit, and what
/// an instance admits beside them is said to be degraded and held to the limit by itself.
/// </summary>
public sealed class LateAnswerTests
{
    private const int Limit = 5;

    private static readonly TimeSpan Deadline = new RateLimitOptions().Deadline;

    private readonly FakeTimeProvider time = new(SampleRules.Start);

    /// <summary>How one question to the counters goes.</summary>
    private enum Course
    {
        Prompt,

        /// <summary>What was asked for is done, and the answer is late.</summary>
        Late,

        /// <summary>Nothing is done, and there is no answer in time.</summary>
        Lost,

        Refused,
    }

    [Fact]
    public async Task A_check_that_is_answered_too_late_is_counted_in_both_places_and_says_that_it_is_degraded()
    {
        var (counters, limiter) = Instance(new MemoryCounterStore(1_000, time));
        var late = await CheckAsync(counters, limiter, Course.Late);
        Assert.Equal((true, true, Limit - 1), (late.Allowed, late.Degraded, late.Reported!.Remaining));
        var next = await CheckAsync(counters, limiter, Course.Prompt);
        Assert.Equal((true, false, Limit - 2), (next.Allowed, next.Degraded, next.Reported!.Remaining));
    }

    [Theory]
    [InlineData(RateLimitAlgorithm.FixedWindow)]
    [InlineData(RateLimitAlgorithm.SlidingWindowLog)]
    [InlineData(RateLimitAlgorithm.SlidingWindowCounter)]
    [InlineData(RateLimitAlgorithm.TokenBucket)]
    public void Admits_the_limit_by_the_counters_and_once_more_by_each_instance_alone(RateLimitAlgorithm algorithm) =>
        Gen.Select(Gen.Int[1, 4], Gen.Select(Gen.Int[0, 3], Gen.Enum<Course>()).Array[1, 120]).Sample(
            (instances, checks) => AdmittedAsync(algorithm, instances, checks).GetAwaiter().GetResult(),
            iter: 200);

    private async Task AdmittedAsync(RateLimitAlgorithm algorithm, int instances, (int Instance, Course Course)[] checks)
    {
        var shared = new MemoryCounterStore(1_000, time);
        var cloud = Enumerable.Range(0, instances).Select(_ => Instance(shared, algorithm)).ToArray();
        var (byCounters, alone) = (0, new int[instances]);
        foreach (var (number, course) in checks)
        {
            var instance = number % instances;
            var decision = await CheckAsync(cloud[instance].Counters, cloud[instance].Limiter, course);
            byCounters += decision is { Allowed: true, Degraded: false } ? 1 : 0;
            alone[instance] += decision is { Allowed: true, Degraded: true } ? 1 : 0;
        }

        Assert.InRange(byCounters, 0, Limit);
        Assert.All(alone, admitted => Assert.InRange(admitted, 0, Limit));
    }

    private (ObservedCounterStore Counters, LimiterInstance Limiter) Instance(ICounterStore shared, RateLimitAlgorithm algorithm = RateLimitAlgorithm.SlidingWindowLog)
    {
        var counters = new ObservedCounterStore(shared);
        var limiter = new LimiterInstance(counters, time);
        limiter.Use(SampleRules.Rule(algorithm, Limit, RateLimitUnit.Day));
        return (counters, limiter);
    }

    private async Task<RateLimitDecision> CheckAsync(ObservedCounterStore counters, LimiterInstance limiter, Course course)
    {
        var held = new TaskCompletionSource();
        counters.Failure = course == Course.Refused ? new CounterStoreUnavailableException("down") : null;
        counters.Held = course == Course.Lost ? held : null;
        counters.HeldAnswer = course == Course.Late ? held : null;
        var check = limiter.CheckAsync().AsTask();
        if (course is Course.Late or Course.Lost)
        {
            time.Advance(Deadline);
        }

        var decision = await check;
        counters.Failure = course == Course.Lost ? new CounterStoreUnavailableException("gone") : counters.Failure;
        held.TrySetResult();
        return decision;
    }
}
