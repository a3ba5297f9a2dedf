using Serverless.Core.Redis;
using StackExchange.Redis;

namespace Serverless.Core.Messaging.Push;

/// <summary>Marks in Redis. Without an answer in time there is no mark.</summary>
public sealed class RedisWakeUpMarks(RedisConnection connection, TimeProvider time) : IWakeUpMarks
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(250);

    public async Task<bool> TrySetAsync(string lane)
    {
        try
        {
            return await RunAsync(database => database.StringSetAsync(KeyOf(lane), "", IWakeUpMarks.Lifetime, When.NotExists));
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            return true;
        }
    }

    public async Task ClearAsync(string lane)
    {
        try
        {
            await RunAsync(database => database.KeyDeleteAsync(KeyOf(lane)));
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            // It ends by itself.
        }
    }

    private async Task<bool> RunAsync(Func<IDatabase, Task<bool>> operation)
    {
        async Task<bool> SendAsync() => await operation((await connection.GetAsync()).GetDatabase());
        return await SendAsync().WaitAsync(Deadline, time);
    }

    private static RedisKey KeyOf(string lane) => "wake-up:" + lane;

    private static bool IsFailure(Exception exception) =>
        exception is RedisException or TimeoutException or OperationCanceledException or ObjectDisposedException;
}
