using System.Runtime.CompilerServices;
using Serverless.Core.Redis;
using StackExchange.Redis;

namespace Serverless.Core.RateLimiting.Counting.Redis;

/// <summary>
/// Counts in Redis, where a script takes from all counters of an identity at once. An identity's keys share a hash tag, so
/// they lie in one slot of a cluster; time is the server's.
/// </summary>
/// <param name="clock">Whose time scripts use instead of the server's; for tests, null otherwise.</param>
/// <param name="keys">Null for a key for each counter.</param>
public sealed class RedisCounterStore(RedisConnection connection, TimeProvider? clock = null, RedisCounterKeys? keys = null) : ICounterStore
{
    private readonly RedisCounterKeys keys = keys ?? new RedisCounterKeys();
    private readonly RedisCounterArguments arguments = new(clock);

    /// <summary>
    /// Makes the scripts known to the servers. Calls that are sent side by side are decided in their order only where the
    /// script is known: those that find it missing are sent again.
    /// </summary>
    public static async Task LoadScriptsAsync(IConnectionMultiplexer multiplexer)
    {
        foreach (var script in RedisCounterScripts.Plain.All.Concat(RedisCounterScripts.Packed.All))
        {
            await script.LoadAsync(multiplexer);
        }
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CounterAnswer[]> TakeAsync(CounterQuery query)
    {
        var result = await RunAsync(query.Group, ScriptsOf(query.Group).For(query.Counters), arguments.Take(query, FieldsOf(query.Group)));
        return RedisCounterReply.ReadAnswers(result, query.Counters.Count);
    }

    /// <inheritdoc/>
    public async ValueTask<long[]> RefundAsync(IdentityGroup group, IReadOnlyList<Grant> grants)
    {
        var result = await RunAsync(group, ScriptsOf(group).Refund, arguments.Refund(group, grants, FieldsOf(group)));
        return RedisCounterReply.ReadNumbers(result, group.Counters.Count);
    }

    /// <inheritdoc/>
    public async ValueTask ResetAsync(IdentityGroup group) =>
        await RunAsync(group, ScriptsOf(group).Reset, FieldsOf(group));

    private RedisCounterScripts ScriptsOf(IdentityGroup group) => keys.IsPacked(group.Identity) ? RedisCounterScripts.Packed : RedisCounterScripts.Plain;

    private RedisValue[] FieldsOf(IdentityGroup group) => keys.IsPacked(group.Identity) ? [RedisCounterKeys.FieldOf(group.Identity)] : [];

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RedisResult> RunAsync(IdentityGroup group, RedisScript script, RedisValue[] values)
    {
        var names = keys.Of(group);
        try
        {
            var multiplexer = connection.GetAsync();
            var database = (multiplexer.IsCompletedSuccessfully ? multiplexer.Result : await multiplexer).GetDatabase();
            try
            {
                return await script.CallAsync(database, names, values);
            }
            catch (RedisServerException exception) when (RedisScript.IsUnknown(exception))
            {
                return await script.SendAsync(database, names, values);
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
