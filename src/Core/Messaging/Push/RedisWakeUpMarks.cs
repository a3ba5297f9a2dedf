using Serverless.Core.Redis;
using StackExchange.Redis;

namespace Serverless.Core.Messaging.Push;

/// <summary>Marks in Redis. Without an answer in time there is no mark.</summary>
public sealed class RedisWakeUpMarks(RedisConnection connection, TimeProvider time) : IWakeUpMarks
{
    /// <summary>Sets a mark, or gives the one that is there a greater number; its time stays.</summary>
    private const string Set = """
        if redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2], 'NX') then
            return 1
        end
        if tonumber(redis.call('GET', KEYS[1])) < tonumber(ARGV[1]) then
            redis.call('SET', KEYS[1], ARGV[1], 'KEEPTTL')
        end
        return 0
        """;

    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(250);

    public async Task<bool> TrySetAsync(string lane, long next)
    {
        try
        {
            return await RunAsync(async database => (bool)await database.ScriptEvaluateAsync(Set, [KeyOf(lane)], [next, (int)IWakeUpMarks.Lifetime.TotalSeconds]));
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            return true;
        }
    }

    public async Task<long> ClearAsync(string lane)
    {
        try
        {
            return await RunAsync(async database => (long?)await database.StringGetDeleteAsync(KeyOf(lane)) ?? 0);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            // It ends by itself.
            return 0;
        }
    }

    private async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> operation)
    {
        async Task<T> SendAsync() => await operation((await connection.GetAsync()).GetDatabase());
        return await SendAsync().WaitAsync(Deadline, time);
    }

    private static RedisKey KeyOf(string lane) => "wake-up:" + lane;

    private static bool IsFailure(Exception exception) =>
        exception is RedisException or TimeoutException or OperationCanceledException or ObjectDisposedException;
}
