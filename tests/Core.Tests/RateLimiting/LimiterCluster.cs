using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Counting.Redis;
using Serverless.Core.Redis;
using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>Instances of the limiter, each with a connection of its own to one server.</summary>
internal sealed class LimiterCluster : IAsyncDisposable
{
    private readonly List<RedisConnection> connections = [];
    private readonly List<LimiterInstance> instances = [];

    public LimiterCluster(ICounterServer server, int count, TimeProvider clock, RateLimitOptions settings, params RateLimitRule[] rules)
    {
        for (var i = 0; i < count; i++)
        {
            var connection = new RedisConnection(server.Configuration);
            connections.Add(connection);
            var instance = new LimiterInstance(new RedisCounterStore(connection, clock), clock, settings);
            instance.Use(rules);
            instances.Add(instance);
        }
    }

    public ValueTask<RateLimitDecision> CheckAsync(RateLimitCaller caller) => instances[0].CheckAsync(caller);

    /// <summary>How many checks are admitted of clients that all ask at once, over all instances; none may be degraded.</summary>
    public async Task<int> CountAdmittedAsync(RateLimitCaller caller, int clients, int checksOfAClient, string api = "api")
    {
        var check = LimiterInstance.Check(caller) with { Api = api };
        var counts = await Task.WhenAll(Enumerable.Range(0, clients).Select(i => CountAsync(instances[i % instances.Count], check, checksOfAClient)));
        return counts.Sum();
    }

    /// <summary>Gives back single permits, over all instances at once.</summary>
    public Task RefundAsync(RateLimitCaller caller, string api, int permits, DateTimeOffset takenAt) => Task.WhenAll(
        Enumerable.Range(0, permits).Select(i => instances[i % instances.Count].Counters.RefundAsync(LimiterInstance.Check(caller) with { Api = api }, takenAt)));

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }
    }

    private static async Task<int> CountAsync(LimiterInstance instance, RateLimitCheck check, int checks)
    {
        var admitted = 0;
        for (var i = 0; i < checks; i++)
        {
            var decision = (await instance.CheckAsync([check]))[0];
            Assert.False(decision.Degraded);
            admitted += decision.Allowed ? 1 : 0;
        }

        return admitted;
    }
}
