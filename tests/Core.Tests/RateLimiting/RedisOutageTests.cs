using Microsoft.Extensions.Time.Testing;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Counting.Redis;
using Serverless.Core.Redis;
using Serverless.Core.Tests.RateLimiting.Servers;
using StackExchange.Redis;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>A real Redis that is killed, started again, or stopped in its tracks while checks are on their way.</summary>
public sealed class RedisOutageTests
{
    private const int Clients = 64;

    private readonly FakeTimeProvider time = new(SampleRules.Start);

    [Fact]
    public async Task Goes_on_through_a_kill_in_mid_load_and_is_exact_after_the_return()
    {
        RedisServerProcess.SkipUnlessInstalled();
        var redis = await RedisServerProcess.StartAsync();
        await using var connection = new RedisConnection(redis.Configuration);
        var limiter = Limiter(connection, requests: 1_000);
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var multiplexer = await connection.GetAsync();
        multiplexer.ConnectionRestored += (_, restored) => _ = restored.ConnectionType == ConnectionType.Interactive && back.TrySetResult();

        var load = Enumerable.Range(0, Clients).Select(_ => LoadUntilDegradedAsync(limiter)).ToArray();
        await limiter.CheckAsync();
        await redis.DisposeAsync();
        Assert.Equal(Clients, (await Task.WhenAll(load).WaitAsync(RedisServerProcess.Patience, TestContext.Current.CancellationToken)).Length);
        limiter.Use(Rule(requests: 1_000) with { OnFailure = FailureMode.Closed });
        Assert.Equal(RateLimitStatus.Unavailable, (await limiter.CheckAsync()).Status);

        await using var again = await RedisServerProcess.StartAsync(redis.Port);
        await back.Task.WaitAsync(RedisServerProcess.Patience, TestContext.Current.CancellationToken);
        await multiplexer.GetDatabase().PingAsync().WaitAsync(RedisServerProcess.Patience, TestContext.Current.CancellationToken);
        time.Advance(new RateLimitOptions().BreakDuration);
        var first = await limiter.CheckAsync();
        Assert.Equal((true, false, 999), (first.Allowed, first.Degraded, first.Reported!.Remaining));
        var admitted = await Task.WhenAll(Enumerable.Range(0, 1_200).Select(async _ => await limiter.IsAllowedAsync()));
        Assert.Equal(999, admitted.Count(allowed => allowed));
    }

    [Fact]
    public async Task Keeps_the_deadline_while_redis_stands_still()
    {
        RedisServerProcess.SkipUnlessInstalled();
        await using var redis = await RedisServerProcess.StartAsync();
        await using var connection = new RedisConnection(redis.Configuration);
        var limiter = Limiter(connection, requests: 10);
        Assert.False((await limiter.CheckAsync()).Degraded);
        await redis.PauseAsync();
        var check = limiter.CheckAsync().AsTask();
        time.Advance(new RateLimitOptions().Deadline - TimeSpan.FromMilliseconds(1));
        Assert.False(check.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True((await check.WaitAsync(RedisServerProcess.Patience, TestContext.Current.CancellationToken)).Degraded);
        await redis.ResumeAsync();

        // Both questions have been asked: the first check, and the one that nobody waited for.
        var next = await limiter.CheckAsync();
        Assert.Equal((false, 7), (next.Degraded, next.Reported!.Remaining));
    }

    private static async Task<int> LoadUntilDegradedAsync(LimiterInstance limiter)
    {
        for (var checks = 1; ; checks++)
        {
            var decision = await limiter.CheckAsync(new RateLimitCaller(Guid.NewGuid().ToString("n")));
            Assert.True(decision.Allowed);
            if (decision.Degraded)
            {
                return checks;
            }
        }
    }

    private LimiterInstance Limiter(RedisConnection connection, long requests)
    {
        var limiter = new LimiterInstance(new RedisCounterStore(connection), time);
        limiter.Use(Rule(requests));
        return limiter;
    }

    private static RateLimitRule Rule(long requests) => SampleRules.Rule(requests: requests, unit: RateLimitUnit.Day);
}
