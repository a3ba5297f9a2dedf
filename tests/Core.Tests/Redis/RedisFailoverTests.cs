using System.Globalization;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Counting.Redis;
using Serverless.Core.Redis;
using Serverless.Core.Tests.RateLimiting;
using Serverless.Core.Tests.RateLimiting.Servers;
using StackExchange.Redis;

namespace Serverless.Core.Tests.Redis;

/// <summary>Two servers that swap their roles while both are up and checks are on their way.</summary>
public sealed class RedisFailoverTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Checks_find_the_new_primary_soon_after_a_planned_failover()
    {
        RedisServerProcess.SkipUnlessInstalled();
        await using var first = await RedisServerProcess.StartAsync();
        await using var second = await RedisServerProcess.StartAsync(settings: ["--replicaof", "127.0.0.1", first.Port.ToString(CultureInfo.InvariantCulture)]);
        await using var administration = await ConnectionMultiplexer.ConnectAsync($"{first.Configuration},127.0.0.1:{second.Port}");
        await using var connection = new RedisConnection($"127.0.0.1:{first.Port},127.0.0.1:{second.Port}");
        var limiter = new LimiterInstance(new RedisCounterStore(connection), TimeProvider.System, new RateLimitOptions { Deadline = TimeSpan.FromSeconds(2) });
        limiter.Use(SampleRules.Rule(requests: 1_000_000, unit: RateLimitUnit.Day));
        await UntilAsync(limiter, degraded: false);

        await administration.GetServer("127.0.0.1", second.Port).ExecuteAsync("REPLICAOF", "NO", "ONE");
        await administration.GetServer("127.0.0.1", first.Port).ExecuteAsync("REPLICAOF", "127.0.0.1", second.Port);
        await UntilAsync(limiter, degraded: true);
        var began = TimeProvider.System.GetTimestamp();
        await UntilAsync(limiter, degraded: false);
        output.WriteLine($"Degraded for {TimeProvider.System.GetElapsedTime(began).TotalMilliseconds:0} ms.");
    }

    // By itself the client would look again after a minute, which is longer than this waits.
    private static async Task UntilAsync(LimiterInstance limiter, bool degraded)
    {
        var began = TimeProvider.System.GetTimestamp();
        while ((await limiter.CheckAsync()).Degraded != degraded)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(20), $"Checks did not become {(degraded ? "degraded" : "exact")}.");
            await Task.Yield();
        }
    }
}
