using Serverless.Bench.Harness;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Counting.Redis;
using Serverless.Core.Redis;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Following;

namespace Serverless.Bench.Scale;

/// <summary>Measures, with a hundred thousand of each, what the scale model says that counters and links take.</summary>
public sealed class ScaleCheckScenario : IScenario
{
    private const int SeveralPermits = 10;

    private readonly List<IAsyncDisposable> started = [];

    public string Name => "scale-check";

    public async Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace)
    {
        var redis = await RedisUse.StartAsync();
        started.Add(redis);
        var connection = new RedisConnection(redis.Configuration);
        started.Add(connection);
        await RedisCounterStore.LoadScriptsAsync(await connection.GetAsync());
        var services = new ServiceCollection().AddMetrics().AddSingleton<LinkMetrics>().BuildServiceProvider();
        started.Add(services);
        var cache = new RedisLinkCache(connection, TimeSpan.FromSeconds(30), services.GetRequiredService<LinkMetrics>(), TimeProvider.System);
        return
        [
            new Comparison(
                "Counters in Redis",
                "checks",
                "A hundred thousand callers, one counter each, in a redis-server; 500 checks at once, without HTTP. Predicted: by the server's structures.",
                [
                    .. Enum.GetValues<RateLimitAlgorithm>().Select(algorithm => new FilledCounters(redis, connection, algorithm, 1)),
                    new FilledCounters(redis, connection, RateLimitAlgorithm.SlidingWindowLog, SeveralPermits),
                    new FilledCounters(redis, connection, RateLimitAlgorithm.FixedWindow, 1, isPacked: true),
                    new FilledCounters(redis, connection, RateLimitAlgorithm.SlidingWindowCounter, 1, isPacked: true),
                ]),
            new Comparison(
                "Links",
                "links",
                "A hundred thousand links with URLs of 100 characters, without HTTP. Predicted: by the structures of redis-server; by the setting's description; by columns and the fill of trees.",
                [new FilledSharedCache(redis, cache), new FilledMemory(), new FilledDatabase(workspace)]),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(started))
        {
            await part.DisposeAsync();
        }
    }
}
