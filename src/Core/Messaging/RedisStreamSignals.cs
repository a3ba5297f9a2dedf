using Microsoft.Extensions.Logging;
using Serverless.Core.Redis;
using StackExchange.Redis;

namespace Serverless.Core.Messaging;

/// <summary>
/// Signals by Redis pub/sub, one channel for all streams. This process hears its own at once, without Redis. That a server
/// confirms a subscription does not say that messages arrive yet: the channel counts as heard when a message of its own has
/// come back.
/// </summary>
public sealed partial class RedisStreamSignals(RedisConnection connection, TimeProvider time, ILogger<RedisStreamSignals> logger) : IStreamSignals
{
    private const char SenderEnd = ' ';

    private static readonly RedisChannel Channel = RedisChannel.Literal("messages:published");
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProbeAgainAfter = TimeSpan.FromMilliseconds(100);

    private readonly string sender = Guid.NewGuid().ToString("n");
    private volatile TaskCompletionSource echo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Action<StreamId>? heard;
    private volatile ISubscriber? publisher;

    public void Send(StreamId stream)
    {
        heard?.Invoke(stream);
        _ = SendAsync(stream);
    }

    public async Task ListenAsync(Action<StreamId> changed, Action missed, Action listening, CancellationToken cancellationToken)
    {
        void Hear(RedisChannel channel, RedisValue message) => Receive(message.ToString(), changed);
        heard = changed;
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
        await StopAsync(subscriber, Hear, cancellationToken);
    }

    private async Task SendAsync(StreamId stream)
    {
        try
        {
            var ready = publisher ??= (await connection.GetAsync()).GetSubscriber();
            await ready.PublishAsync(Channel, MessageOf(stream.ToString()), CommandFlags.FireAndForget);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            LogFailed(logger, exception);
        }
    }

    private async Task<ISubscriber?> TrySubscribeAsync(Action<RedisChannel, RedisValue> hear, CancellationToken cancellationToken)
    {
        ISubscriber? subscriber = null;
        try
        {
            subscriber = (await connection.GetAsync().WaitAsync(cancellationToken)).GetSubscriber();
            await subscriber.SubscribeAsync(Channel, hear).WaitAsync(cancellationToken);
            return subscriber;
        }
        catch (Exception exception) when (IsFailure(exception) && !cancellationToken.IsCancellationRequested)
        {
            // Half a subscription may be left, and each would be heard.
            subscriber?.Unsubscribe(Channel, hear, CommandFlags.FireAndForget);
            LogFailed(logger, exception);
            return null;
        }
    }

    private void Receive(string message, Action<StreamId> changed)
    {
        var end = message.IndexOf(SenderEnd, StringComparison.Ordinal);
        var isOwn = end >= 0 && message.AsSpan(0, end).SequenceEqual(sender);
        if (isOwn && end == message.Length - 1)
        {
            echo.TrySetResult();
        }
        else if (!isOwn && end >= 0 && StreamId.TryParse(message[(end + 1)..], out var stream))
        {
            changed(stream);
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
        var back = echo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (!back.Task.IsCompleted)
        {
            try
            {
                await subscriber.PublishAsync(Channel, MessageOf(""));
                await back.Task.WaitAsync(ProbeAgainAfter, time, cancellationToken);
            }
            catch (Exception exception) when (IsFailure(exception) && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(ProbeAgainAfter, time, cancellationToken);
            }
        }
    }

    private async Task StopAsync(ISubscriber subscriber, Action<RedisChannel, RedisValue> hear, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() => ended.SetResult());
        await ended.Task;
        heard = null;
        subscriber.Unsubscribe(Channel, hear, CommandFlags.FireAndForget);
    }

    /// <summary>Who sends it, and the stream; without a stream it is a probe.</summary>
    private RedisValue MessageOf(string stream) => sender + SenderEnd + stream;

    private static bool IsFailure(Exception exception) =>
        exception is RedisException or TimeoutException or OperationCanceledException or ObjectDisposedException;

    [LoggerMessage(LogLevel.Warning, "Redis does not carry signals of published messages; those who wait look again by themselves.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
