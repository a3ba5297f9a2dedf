using Serverless.Core.Redis;
using StackExchange.Redis;

namespace Serverless.Core.UrlShortening.Following;

/// <summary>Followed links in Redis, and its pub/sub between instances. A redirect waits for it 100 ms at most, and not at all while it is down.</summary>
/// <param name="subscribing">Spaces the attempts to subscribe; null for <paramref name="time"/>.</param>
public sealed class RedisLinkCache(RedisConnection connection, LinkMetrics metrics, TimeProvider time, TimeProvider? subscribing = null) : ISharedLinkCache
{
    private static readonly RedisChannel Channel = RedisChannel.Literal("links:invalidated");
    private static readonly TimeSpan ReadDeadline = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ChangeDeadline = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BreakFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MarkFor = TimeSpan.FromSeconds(60);

    // Open for two seconds after any failure: a redirect that would wait in vain has the table to go to.
    private readonly CircuitBreaker breaker = new(time, BreakFor, minimumCalls: 1, minimumDuration: TimeSpan.Zero);

    /// <inheritdoc/>
    public async ValueTask<SharedLink> FindAsync(string key)
    {
        var value = await TryAsync("find", database => database.StringGetAsync(NameOf(key)));
        return value.HasValue && (byte[]?)value is { } bytes ? RedisLinkValue.Read(key, bytes) : default;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryAddAsync(LinkTarget target, DateTimeOffset until)
    {
        var left = until - time.GetUtcNow();
        return left < TimeSpan.FromMilliseconds(1) || await TryAsync<bool?>("add", async database =>
            await database.StringSetAsync(NameOf(target.Key), RedisLinkValue.Write(target, until), left, when: When.NotExists)) is not false;
    }

    /// <inheritdoc/>
    public async Task InvalidateAsync(string key)
    {
        await RunAsync(database => database.StringSetAsync(NameOf(key), RedisLinkValue.Mark, MarkFor));
        // After the mark: whoever hears of the change must not find the old value.
        await RunAsync(database => database.Multiplexer.GetSubscriber().PublishAsync(Channel, key));
    }

    /// <inheritdoc/>
    public Task ListenAsync(Action<string> invalidated, Action missed, Action listening, CancellationToken cancellationToken) =>
        new RedisListener(connection, Channel, subscribing ?? time, _ => metrics.CountFailure("listen")).ListenAsync(invalidated, missed, listening, cancellationToken);

    private static RedisKey NameOf(string key) => "link:" + key;

    private async ValueTask<T?> TryAsync<T>(string name, Func<IDatabase, Task<T>> operation)
    {
        if (!breaker.Allows())
        {
            return default;
        }

        try
        {
            var result = await SendAsync(operation).WaitAsync(ReadDeadline, time);
            breaker.Succeeded();
            return result;
        }
        catch (Exception exception) when (RedisFailure.Is(exception))
        {
            breaker.Failed();
            metrics.CountFailure(name);
            return default;
        }
    }

    // Not behind the breaker: a change is rare, and worth a try.
    private async Task RunAsync<T>(Func<IDatabase, Task<T>> operation)
    {
        try
        {
            await SendAsync(operation).WaitAsync(ChangeDeadline, time);
        }
        catch (Exception exception) when (RedisFailure.Is(exception))
        {
            metrics.CountFailure("invalidate");
        }
    }

    private async Task<T> SendAsync<T>(Func<IDatabase, Task<T>> operation) => await operation((await connection.GetAsync()).GetDatabase());
}
