using System.Runtime.CompilerServices;
using Serverless.Core.Redis;
using StackExchange.Redis;

namespace Serverless.Core.RateLimiting;

/// <summary>
/// Counts in Redis, where a script takes from all counters of an identity at once. An identity's keys share a hash tag, so
/// they lie in one slot of a cluster; time is the server's.
/// </summary>
/// <param name="clock">Whose time scripts use instead of the server's; for tests, null otherwise.</param>
public sealed class RedisCounterStore(RedisConnection connection, TimeProvider? clock = null) : ICounterStore
{
    private const int TakeArguments = 4;

    private static readonly RedisScript TakeScript = RedisScript.Load("take.lua");
    private static readonly RedisScript RefundScript = RedisScript.Load("refund.lua");

    /// <summary>
    /// Makes the scripts known to the servers. Calls that are sent side by side are decided in their order only where the
    /// script is known: those that find it missing are sent again.
    /// </summary>
    public static async Task LoadScriptsAsync(IConnectionMultiplexer multiplexer)
    {
        await TakeScript.LoadAsync(multiplexer);
        await RefundScript.LoadAsync(multiplexer);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CounterReading[]> TakeAsync(CounterQuery query) =>
        RedisCounterReply.Read(await RunAsync(TakeScript, KeysOf(query), TakeValues(query)), query.Counters.Count);

    /// <inheritdoc/>
    public async ValueTask RefundAsync(CounterRefund refund) =>
        await RunAsync(RefundScript, KeysOf(refund.Query), RefundValues(refund));

    private static RedisKey[] KeysOf(CounterQuery query)
    {
        var tag = query.Identity.Tag;
        var keys = new RedisKey[query.Counters.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = $"rl:{{{tag}}}:{query.Counters[i].Name}";
        }

        return keys;
    }

    private static RedisValue[] RefundValues(CounterRefund refund) =>
    [
        .. refund.Query.Counters.Zip(refund.Readings).SelectMany(pair => new RedisValue[]
        {
            RuleCounter.NameOf(pair.First.Rule.Algorithm), pair.First.Limit.Burst, pair.First.Limit.Window, pair.First.Limit.Tick, pair.Second.Time, pair.Second.Taken,
        }),
    ];

    private RedisValue[] TakeValues(CounterQuery query)
    {
        var values = new RedisValue[TakeArguments + (query.Counters.Count * 6)];
        values[0] = clock is null ? "" : clock.GetUtcNow().ToUnixMicroseconds();
        values[1] = query.Cost;
        values[2] = query.Most;
        values[3] = query.Peek;
        var at = TakeArguments;
        foreach (var counter in query.Counters)
        {
            values[at++] = RuleCounter.NameOf(counter.Rule.Algorithm);
            values[at++] = counter.Limit.Requests;
            values[at++] = counter.Limit.Burst;
            values[at++] = counter.Limit.Window;
            values[at++] = counter.Limit.Tick;
            values[at++] = counter.IsEnforced;
        }

        return values;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RedisResult> RunAsync(RedisScript script, RedisKey[] keys, RedisValue[] values)
    {
        try
        {
            var multiplexer = connection.GetAsync();
            var database = (multiplexer.IsCompletedSuccessfully ? multiplexer.Result : await multiplexer).GetDatabase();
            try
            {
                return await script.CallAsync(database, keys, values);
            }
            catch (RedisServerException exception) when (RedisScript.IsUnknown(exception))
            {
                return await script.SendAsync(database, keys, values);
            }
        }
        catch (Exception exception) when (RedisCounterFailure.IsOutage(exception))
        {
            throw new CounterStoreUnavailableException("Redis can't be asked.", exception);
        }
        catch (RedisServerException exception)
        {
            throw new CounterStoreFaultException(exception.Message, exception);
        }
    }
}
