using StackExchange.Redis;

namespace Serverless.Core.Redis;

/// <summary>
/// Hears what instances publish in a channel, and notices when it may have missed some. That a server confirms a
/// subscription does not say that messages arrive yet: the channel counts as heard when a message of its own has come back.
/// </summary>
/// <param name="failed">Called for each failure; what failed is tried again.</param>
internal sealed class RedisListener(RedisConnection connection, RedisChannel channel, TimeProvider time, Action<Exception> failed)
{
    private const char ProbeStart = '?';

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProbeAgainAfter = TimeSpan.FromMilliseconds(100);

    private readonly string probe = ProbeStart + Guid.NewGuid().ToString("n");
    private volatile TaskCompletionSource echo = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Hears until it is cancelled.</summary>
    /// <param name="received">Called with each message; none begins with a question mark.</param>
    /// <param name="missed">Called when messages may have been missed.</param>
    /// <param name="listening">Called once none is missed any more.</param>
    public async Task ListenAsync(Action<string> received, Action missed, Action listening, CancellationToken cancellationToken)
    {
        void Hear(RedisChannel from, RedisValue message) => Receive(message.ToString(), received);
        ISubscriber? subscriber;
        while ((subscriber = await TrySubscribeAsync(Hear, cancellationToken)) is null)
        {
            await Task.Delay(TryAgainAfter, time, cancellationToken);
        }

        void CatchUp(object? sender, ConnectionFailedEventArgs restored)
        {
            if (restored.ConnectionType == ConnectionType.Subscription)
            {
                missed();
                _ = CatchUpAsync(subscriber, missed, cancellationToken);
            }
        }

        subscriber.Multiplexer.ConnectionRestored += CatchUp;
        try
        {
            await HearOwnAsync(subscriber, cancellationToken);
            missed();
            listening();
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }
        finally
        {
            subscriber.Multiplexer.ConnectionRestored -= CatchUp;
            subscriber.Unsubscribe(channel, Hear, CommandFlags.FireAndForget);
        }
    }

    private async Task<ISubscriber?> TrySubscribeAsync(Action<RedisChannel, RedisValue> hear, CancellationToken cancellationToken)
    {
        ISubscriber? subscriber = null;
        try
        {
            subscriber = (await connection.GetAsync().WaitAsync(cancellationToken)).GetSubscriber();
            await subscriber.SubscribeAsync(channel, hear).WaitAsync(cancellationToken);
            return subscriber;
        }
        catch (Exception exception) when (RedisFailure.Is(exception) || cancellationToken.IsCancellationRequested)
        {
            // Half a subscription may be left, and each would be heard.
            subscriber?.Unsubscribe(channel, hear, CommandFlags.FireAndForget);
            cancellationToken.ThrowIfCancellationRequested();
            failed(exception);
            return null;
        }
    }

    private void Receive(string message, Action<string> received)
    {
        if (message == probe)
        {
            echo.TrySetResult();
        }
        else if (!message.StartsWith(ProbeStart))
        {
            received(message);
        }
    }

    // The connection is back before its subscriptions are.
    private async Task CatchUpAsync(ISubscriber subscriber, Action missed, CancellationToken cancellationToken)
    {
        try
        {
            await HearOwnAsync(subscriber, cancellationToken);
            missed();
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more.
        }
    }

    private async Task HearOwnAsync(ISubscriber subscriber, CancellationToken cancellationToken)
    {
        var heard = echo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (!heard.Task.IsCompleted)
        {
            try
            {
                await subscriber.PublishAsync(channel, probe);
                await heard.Task.WaitAsync(ProbeAgainAfter, time, cancellationToken);
            }
            catch (Exception exception) when (RedisFailure.Is(exception) && !cancellationToken.IsCancellationRequested)
            {
                failed(exception);
                await Task.Delay(ProbeAgainAfter, time, cancellationToken);
            }
        }
    }
}
