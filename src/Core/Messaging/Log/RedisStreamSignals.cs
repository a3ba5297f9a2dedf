using Microsoft.Extensions.Logging;
using Serverless.Core.Redis;
using StackExchange.Redis;

namespace Serverless.Core.Messaging.Log;

/// <summary>Signals by Redis pub/sub, one channel for all streams. This process hears its own at once, without Redis.</summary>
public sealed partial class RedisStreamSignals(RedisConnection connection, TimeProvider time, ILogger<RedisStreamSignals> logger) : IStreamSignals
{
    private const char SenderEnd = ' ';

    private static readonly RedisChannel Channel = RedisChannel.Literal("messages:published");

    private readonly string sender = Guid.NewGuid().ToString("n");
    private volatile Action<StreamSignal>? heard;
    private volatile ISubscriber? publisher;

    public void Send(StreamSignal signal)
    {
        heard?.Invoke(signal);
        _ = SendAsync(signal);
    }

    public async Task ListenAsync(Action<StreamSignal> changed, Action missed, Action listening, CancellationToken cancellationToken)
    {
        heard = changed;
        try
        {
            await new RedisListener(connection, Channel, time, exception => LogFailed(logger, exception))
                .ListenAsync(message => Receive(message, changed), missed, listening, cancellationToken);
        }
        finally
        {
            heard = null;
        }
    }

    private async Task SendAsync(StreamSignal signal)
    {
        try
        {
            var ready = publisher ??= (await connection.GetAsync()).GetSubscriber();
            await ready.PublishAsync(Channel, sender + SenderEnd + signal, CommandFlags.FireAndForget);
        }
        catch (Exception exception) when (RedisFailure.Is(exception))
        {
            LogFailed(logger, exception);
        }
    }

    private void Receive(string message, Action<StreamSignal> changed)
    {
        var end = message.IndexOf(SenderEnd, StringComparison.Ordinal);
        if (end >= 0 && !message.AsSpan(0, end).SequenceEqual(sender) && StreamSignal.TryParse(message.AsSpan(end + 1), out var signal))
        {
            changed(signal.Value);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Redis does not carry signals of published messages; those who wait look again by themselves.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
