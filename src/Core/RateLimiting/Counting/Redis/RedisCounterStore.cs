using System.Runtime.CompilerServices;
using Serverless.Core.Redis;
using StackExchange.Redis;

namespace Serverless.Core.RateLimiting.Counting.Redis;

/// <summary>
/// Counts in Redis, where a script takes from all counters of an identity at once. An identity's keys share a hash tag, so
/// they lie in one slot of a cluster; time is the server's.
/// </summary>
/// <param name="clock">Whose time scripts use instead of the server's; for tests, null otherwise.</param>
public sealed class RedisCounterStore(RedisConnection connection, TimeProvider? clock = null) : ICounterStore
{
    private static readonly RedisScript RefundScript = RedisScript.Of(RedisScript.Read("refund.lua"));

    /// <summary>
    /// Makes the scripts known to the servers. Calls that are sent side by side are decided in their order only where the
    /// script is known: those that find it missing are sent again.
    /// </summary>
    public static async Task LoadScriptsAsync(IConnectionMultiplexer multiplexer)
    {
        foreach (var script in RedisTakeScripts.All.Append(RefundScript))
        {
            await script.LoadAsync(multiplexer);
        }
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CounterReading[]> TakeAsync(CounterQuery query)
    {
        var result = await RunAsync(RedisTakeScripts.For(query.Counters), RedisCounterKeys.Of(query), RedisTakeArguments.Of(query, clock));
        return RedisCounterReply.Read(result, query.Counters.Count);
    }

    /// <inheritdoc/>
    public async ValueTask RefundAsync(CounterRefund refund) =>
        await RunAsync(RefundScript, RedisCounterKeys.Of(refund.Query), RefundValues(refund));

    private static RedisValue[] RefundValues(CounterRefund refund) =>
    [
        .. refund.Query.Counters.Zip(refund.Readings).SelectMany(pair => new RedisValue[]
        {
            RuleCounter.NameOf(pair.First.Rule.Algorithm), pair.First.Limit.Burst, pair.First.Limit.Window, pair.First.Limit.Tick, pair.Second.Time, pair.Second.Taken,
        }),
    ];

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
