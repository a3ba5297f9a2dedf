using System.Globalization;
using Serverless.Bench.Harness;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Counting;
using Serverless.Core.RateLimiting.Counting.Redis;
using Serverless.Core.Redis;

namespace Serverless.Bench.Scale;

/// <summary>Counters of many callers in a redis-server, the memory that each takes, and how long a check of one that is there keeps the server.</summary>
public sealed class FilledCounters(RedisUse redis, RedisConnection connection, RateLimitAlgorithm algorithm, int permits, bool isPacked = false) : IContender
{
    private const int Callers = 100_000;
    private const int AtOnce = 500;
    private const int KeyLength = 26;

    private readonly RuleCounter counter = new(new RateLimitRule
    {
        Id = "shop-orders",
        Api = "shop",
        Op = "orders.create",
        TimeUnit = RateLimitUnit.Day,
        Requests = 1_000,
        Burst = 1_000,
        Algorithm = algorithm,
        Revision = "bench",
    });

    public string Name => isPacked ? $"{algorithm}, packed" : permits == 1 ? $"{algorithm}" : string.Create(CultureInfo.InvariantCulture, $"{algorithm}, {permits} permits taken");

    /// <summary>As the structures of redis-server say; a list of entries is no string, and is only measured.</summary>
    private double? Predicted => isPacked ? null : algorithm switch
    {
        RateLimitAlgorithm.FixedWindow or RateLimitAlgorithm.TokenBucket => RedisMemory.OfString(KeyLength, 12, Callers),
        RateLimitAlgorithm.SlidingWindowCounter => RedisMemory.OfString(KeyLength, 11, Callers),
        _ => null,
    };

    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        await redis.EmptyAsync();
        var store = new RedisCounterStore(connection, keys: RedisCounterKeys.For(isPacked ? Callers : 0));
        var (before, start) = (await redis.BytesAsync(), TimeProvider.System.GetTimestamp());
        for (var permit = 0; permit < permits; permit++)
        {
            await TakeOfAllAsync(store);
        }

        var (elapsed, bytes) = (TimeProvider.System.GetElapsedTime(start), await redis.BytesAsync() - before);
        await redis.CountCallsAnewAsync();
        await TakeOfAllAsync(store);
        var (again, sample) = (await redis.ScriptMicrosecondsAsync(), MeasuredBytes.Of(bytes, Callers, Predicted, elapsed, Callers * permits));
        return sample with { Note = string.Create(CultureInfo.InvariantCulture, $"{sample.Note}; {again:0.0} µs a check in the server") };
    }

    private async Task TakeOfAllAsync(RedisCounterStore store)
    {
        foreach (var callers in Enumerable.Range(1, Callers).Chunk(AtOnce))
        {
            await Task.WhenAll(callers.Select(caller => TakeAsync(store, caller)));
        }
    }

    private async Task TakeAsync(RedisCounterStore store, int caller)
    {
        // Spread over all bits, as hashes are.
        var identity = new CallerIdentity(IdentityKind.User, new UInt128((ulong)caller * 0x9E3779B97F4A7C15, (ulong)caller));
        var readings = await store.TakeAsync(new CounterQuery(new IdentityGroup(identity, [counter]), cost: 1));
        if (readings.Length != 1)
        {
            throw new BenchException("A counter was not taken from.");
        }
    }
}
