using Serverless.Core.Redis;
using StackExchange.Redis;

namespace Serverless.Core.UrlShortening;

/// <summary>
/// Hears the invalidations that instances publish, and notices when it may have missed some. That a server confirms a
/// subscription does not say that messages arrive yet: the channel counts as heard when a message of its own has come back.
/// </summary>
internal sealed class RedisLinkChannel(RedisConnection connection, LinkMetrics metrics, TimeProvider time)
{
    public static readonly RedisChannel Name = RedisChannel.Literal("links:invalidated");

    private const char ProbeStart = '?';

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProbeAgainAfter = TimeSpan.FromMilliseconds(100);

    private readonly string probe = ProbeStart + Guid.NewGuid().ToString("n");
    private volatile TaskCompletionSource echo = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task ListenAsync(Action<string> invalidated, Action missed, Action listening, CancellationToken cancellationToken)
    {
        void Hear(RedisChannel channel, RedisValue message) => Receive(message.ToString(), invalidated);
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
                _ = CatchUpAsync(subscriber, missed, cancellationToken);
            }
        };
        await HearOwnAsync(subscriber, cancellationToken);
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

    private void Receive(string message, Action<string> invalidated)
    {
        if (message == probe)
        {
            echo.TrySetResult();
        }
        else if (!message.StartsWith(ProbeStart))
        {
            invalidated(message);
        }
    }

    // The connection is back before its subscriptions are.
    private async Task CatchUpAsync(ISubscriber subscriber, Action missed, CancellationToken cancellationToken)
    {
        await HearOwnAsync(subscriber, cancellationToken);
        missed();
    }

    private async Task HearOwnAsync(ISubscriber subscriber, CancellationToken cancellationToken)
    {
        var heard = echo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (!heard.Task.IsCompleted)
        {
            try
            {
                await subscriber.PublishAsync(Name, probe);
                await heard.Task.WaitAsync(ProbeAgainAfter, time, cancellationToken);
            }
            catch (Exception exception) when (RedisFailure.Is(exception) && !cancellationToken.IsCancellationRequested)
            {
                metrics.CountFailure("listen");
                await Task.Delay(ProbeAgainAfter, time, cancellationToken);
            }
        }
    }
}
