using System.Globalization;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Counting;
using Microsoft.Extensions.Time.Testing;

namespace Serverless.Core.Tests.RateLimiting.Checking;

/// <summary>When all of a fixed window can be had again: at the boundary, however slowly the answer is made.</summary>
public sealed class ResetTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 13, 29, 47, 150, TimeSpan.Zero);

    // Whoever looks at it finds that time has passed.
    private readonly FakeTimeProvider time = new(Now) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(10) };

    public static TheoryData<RateLimitUnit, string> Boundaries => new()
    {
        { RateLimitUnit.Second, "2026-11-25T13:29:48Z" },
        { RateLimitUnit.Minute, "2026-11-25T13:30:00Z" },
        { RateLimitUnit.Hour, "2026-11-25T14:00:00Z" },
        { RateLimitUnit.Day, "2026-11-26T00:00:00Z" },
        { RateLimitUnit.Week, "2026-11-30T00:00:00Z" },
        { RateLimitUnit.Month, "2026-12-01T00:00:00Z" },
    };

    [Theory]
    [MemberData(nameof(Boundaries))]
    public async Task Is_the_boundary_when_this_process_counts_alone(RateLimitUnit unit, string boundary) =>
        await HoldsAsync(new LimiterInstance(null, time), unit, boundary, isDegraded: true);

    [Theory]
    [MemberData(nameof(Boundaries))]
    public async Task Is_the_boundary_when_counters_answer_and_when_a_denial_is_remembered(RateLimitUnit unit, string boundary) =>
        await HoldsAsync(new LimiterInstance(new MemoryCounterStore(100, time), time), unit, boundary, isDegraded: false);

    [Fact]
    public async Task Is_the_boundary_for_a_slice_of_a_hot_rule_too()
    {
        var limiter = new LimiterInstance(new MemoryCounterStore(100, time), time);
        limiter.Use(SampleRules.Rule(RateLimitAlgorithm.FixedWindow, 1_000_000, RateLimitUnit.Minute, identifyBy: IdentityKind.Global));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(At("2026-11-25T13:30:00Z"), (await limiter.CheckAsync()).Reported!.ResetAt);
        }
    }

    private static async Task HoldsAsync(LimiterInstance limiter, RateLimitUnit unit, string boundary, bool isDegraded)
    {
        limiter.Use(SampleRules.Rule(RateLimitAlgorithm.FixedWindow, 1, unit));
        for (var i = 0; i < 3; i++)
        {
            var decision = await limiter.CheckAsync();
            Assert.Equal((i == 0, isDegraded, At(boundary)), (decision.Allowed, decision.Degraded, decision.Reported!.ResetAt));
        }
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
