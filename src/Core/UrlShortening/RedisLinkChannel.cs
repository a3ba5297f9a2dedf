using Serverless.Core.Redis;
using StackExchange.Redis;

namespace Serverless.Core.UrlShortening;

/// <summary>Hears the invalidations that instances publish, and notices when it may have missed some.</summary>
internal sealed class RedisLinkChannel(RedisConnection connection, LinkMetrics metrics, TimeProvider time)
{
    public static readonly RedisChannel Name = RedisChannel.Literal("links:invalidated");

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    public async Task ListenAsync(Action<string> invalidated, Action missed, Action listening, CancellationToken cancellationToken)
    {
        void Hear(RedisChannel channel, RedisValue key) => invalidated(key.ToString());
        ISubscriber? subscriber;
        while ((subscriber = await TrySubscribeAsync(Hear, cancellationToken)) is null)
        {
            await Task.Delay(TryAgainAfter, time, cancellationToken);
        }

        subscriber.Multiplexer.ConnectionRestored += (_, restored) =>
        {
            if (restored.ConnectionType == ConnectionType.Subscription)
            {
                missed();
                _ = CatchUpAsync(subscriber, missed);
            }
        };
        missed();
        listening();
    }

    private async Task<ISubscriber?> TrySubscribeAsync(Action<RedisChannel, RedisValue> hear, CancellationToken cancellationToken)
    {
        ISubscriber? subscriber = null;
        try
        {
            subscriber = (await connection.GetAsync().WaitAsync(cancellationToken)).GetSubscriber();
            await subscriber.SubscribeAsync(Name, hear).WaitAsync(cancellationToken);
            return subscriber;
        }
        catch (Exception exception) when (RedisFailure.Is(exception) && !cancellationToken.IsCancellationRequested)
        {
            // Half a subscription may be left, and each would be heard.
            subscriber?.Unsubscribe(Name, hear, CommandFlags.FireAndForget);
            metrics.CountFailure("listen");
            return null;
        }
    }

    // The connection is back before its subscriptions are: an answer on it comes after theirs.
    private async Task CatchUpAsync(ISubscriber subscriber, Action missed)
    {
        try
        {
            await subscriber.PingAsync();
            missed();
        }
        catch (Exception exception) when (RedisFailure.Is(exception))
        {
            metrics.CountFailure("listen");
        }
    }
}
