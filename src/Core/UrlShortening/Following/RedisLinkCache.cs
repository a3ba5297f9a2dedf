using System.Runtime.CompilerServices;
using Serverless.Core.Redis;
using StackExchange.Redis;

namespace Serverless.Core.UrlShortening.Following;

/// <summary>Followed links in Redis, and its pub/sub between instances. A redirect waits for it 100 ms at most, and not at all while it is down.</summary>
/// <param name="lifetime">How long it believes a link, see <see cref="LinksOptions.CacheFor"/>.</param>
/// <param name="subscribing">Spaces the attempts to subscribe; null for <paramref name="time"/>.</param>
public sealed class RedisLinkCache(RedisConnection connection, TimeSpan lifetime, LinkMetrics metrics, TimeProvider time, TimeProvider? subscribing = null) : ISharedLinkCache
{
    private static readonly RedisChannel Channel = RedisChannel.Literal("links:invalidated");
    private static readonly TimeSpan ReadDeadline = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ChangeDeadline = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BreakFor = TimeSpan.FromSeconds(2);

    /// <summary>Longer than a fill may come after the row that it was made of had been read: who holds an old row fills in vain.</summary>
    private static readonly TimeSpan MarkFor = TimeSpan.FromSeconds(60);

    private static readonly RedisValue FillWithin = (long)CacheLifetimes.Longest.TotalMilliseconds;
    private static readonly RedisValue ClockSkew = (long)CacheLifetimes.ClockSkew.TotalMilliseconds;

    // Open for two seconds after any failure: a redirect that would wait in vain has the table to go to.
    private readonly CircuitBreaker breaker = new(time, BreakFor, minimumCalls: 1, minimumDuration: TimeSpan.Zero);

    // Where all ends by its age soon enough, it does not matter when a reader comes to fill.
    private readonly bool isFenced = CacheLifetimes.MustBeTold(lifetime);

    /// <inheritdoc/>
    public TimeSpan Lifetime => lifetime;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SharedLink> FindAsync(string key)
    {
        var (isAnswered, value) = await TryAsync("find", database => database.StringGetAsync(NameOf(key)));
        return !isAnswered ? default : value.IsNull ? await MissAsync(key) : RedisLinkValue.Read(key, (byte[])value!);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryAddAsync(LinkTarget target, DateTimeOffset until, long askedAt)
    {
        var left = until - time.GetUtcNow();
        if (left < TimeSpan.FromMilliseconds(1))
        {
            return true;
        }

        var (isAnswered, isAdded) = await TryAsync("add", async database => isFenced
            ? (bool)await RedisLinkScripts.Add.RunAsync(
                database, [NameOf(target.Key)], [RedisLinkValue.Write(target, until), (long)left.TotalMilliseconds, askedAt, FillWithin, ClockSkew])
            : await database.StringSetAsync(NameOf(target.Key), RedisLinkValue.Write(target, until), left, when: When.NotExists));
        return isAdded || !isAnswered;
    }

    /// <inheritdoc/>
    public async Task<bool> InvalidateAsync(string key)
    {
        var isMarked = await RunAsync(database => database.StringSetAsync(NameOf(key), RedisLinkValue.Mark, MarkFor));
        // After the mark: whoever hears of the change must not find the old value.
        await RunAsync(database => database.Multiplexer.GetSubscriber().PublishAsync(Channel, key));
        return isMarked;
    }

    /// <inheritdoc/>
    public Task ListenAsync(Action<string> invalidated, Action missed, Action listening, CancellationToken cancellationToken) =>
        new RedisListener(connection, Channel, subscribing ?? time, _ => metrics.CountFailure("listen")).ListenAsync(invalidated, missed, listening, cancellationToken);

    private static RedisKey NameOf(string key) => "link:" + key;

    // Not in one command with the look-up: only who finds nothing pays for it, and has a row to read anyway.
    private async ValueTask<SharedLink> MissAsync(string key)
    {
        if (!isFenced)
        {
            return SharedLink.Miss(0);
        }

        var (isAnswered, now) = await TryAsync("find", async database => (long)await RedisLinkScripts.Now.RunAsync(database, [NameOf(key)], []));
        return isAnswered ? SharedLink.Miss(now) : default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(bool IsAnswered, T? Value)> TryAsync<T>(string name, Func<IDatabase, Task<T>> operation)
    {
        if (!breaker.Allows())
        {
            return default;
        }

        try
        {
            var result = await SendAsync(operation).WaitAsync(ReadDeadline, time);
            breaker.Succeeded();
            return (true, result);
        }
        catch (Exception exception) when (RedisFailure.Is(exception))
        {
            breaker.Failed();
            metrics.CountFailure(name);
            return default;
        }
    }

    // Not behind the breaker: a change is rare, and worth a try.
    private async Task<T?> RunAsync<T>(Func<IDatabase, Task<T>> operation)
    {
        try
        {
            return await SendAsync(operation).WaitAsync(ChangeDeadline, time);
        }
        catch (Exception exception) when (RedisFailure.Is(exception))
        {
            metrics.CountFailure("invalidate");
            return default;
        }
    }

    private Task<T> SendAsync<T>(Func<IDatabase, Task<T>> operation)
    {
        var multiplexer = connection.GetAsync();
        return multiplexer.IsCompletedSuccessfully ? operation(multiplexer.Result.GetDatabase()) : ConnectAsync();

        async Task<T> ConnectAsync() => await operation((await multiplexer).GetDatabase());
    }
}
