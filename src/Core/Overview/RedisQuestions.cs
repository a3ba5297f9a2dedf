using Serverless.Core.Redis;
using Serverless.Core.Storage;
using StackExchange.Redis;

namespace Serverless.Core.Overview;

/// <summary>Asks Redis for what can wait, but not for ever.</summary>
internal static class RedisQuestions
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <exception cref="StoreUnavailableException">Redis does not answer.</exception>
    public static async Task<T> AskAsync<T>(this RedisConnection connection, Func<IDatabase, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            // The connection knows how long it waits for an answer.
            var multiplexer = await connection.GetAsync().WaitAsync(Deadline, cancellationToken);
            return await ask(multiplexer.GetDatabase()).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (RedisFailure.Is(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException("Redis does not answer.", exception);
        }
    }
}
