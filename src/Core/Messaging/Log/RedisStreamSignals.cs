using Microsoft.Extensions.Logging;
using Serverless.Core.Redis;
using StackExchange.Redis;

namespace Serverless.Core.Messaging.Log;

/// <summary>
/// Signals by Redis pub/sub, a channel a stream, so that an instance hears of no stream but those that somebody waits for
/// there, and of each at most every few milliseconds. This process hears its own at once, without Redis.
/// </summary>
public sealed partial class RedisStreamSignals : IStreamSignals, IDisposable
{
    /// <summary>How long after a signal of a stream the next one waits, to be one with those that follow.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private const string ChannelPrefix = "messages:published:";
    private const char SenderEnd = ' ';

    private readonly RedisConnection connection;
    private readonly TimeProvider time;
    private readonly ILogger<RedisStreamSignals> logger;
    private readonly string sender = Guid.NewGuid().ToString("n");
    private readonly GatheredSignals gathered;
    private readonly AttendedStreams attended;
    private volatile Action<StreamSignal>? heard;
    private volatile ISubscriber? publisher;

    public RedisStreamSignals(RedisConnection connection, TimeProvider time, ILogger<RedisStreamSignals> logger)
    {
        (this.connection, this.time, this.logger) = (connection, time, logger);
        gathered = new GatheredSignals(Pause, time, signal => _ = SendAsync(signal));
        attended = new AttendedStreams(ListenAsync, time);
    }

    /// <summary>Where a stream's signals are sent.</summary>
    public static RedisChannel ChannelOf(StreamId stream) => RedisChannel.Literal(ChannelPrefix + stream);

    public void Send(StreamSignal signal)
    {
        heard?.Invoke(signal);
        gathered.Send(signal);
    }

    public void Attend(StreamId stream) => attended.Attend(stream);

    public void Leave(StreamId stream) => attended.Leave(stream);

    public async Task ListenAsync(Action<StreamSignal> changed, Action missed, CancellationToken cancellationToken)
    {
        heard = changed;
        try
        {
            // Of streams that began to be heard before there was anybody to tell.
            missed();
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }
        finally
        {
            heard = null;
        }
    }

    public void Dispose() => attended.Dispose();

    private async Task ListenAsync(StreamId stream, CancellationToken cancellationToken)
    {
        try
        {
            void LookAgain() => heard?.Invoke(new StreamSignal(stream, IsChange: true));
            await new RedisListener(connection, ChannelOf(stream), time, exception => LogFailed(logger, exception))
                .ListenAsync(Receive, LookAgain, () => { }, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Nobody has attended to it for a while.
        }
    }

    private async Task SendAsync(StreamSignal signal)
    {
        try
        {
            var ready = publisher ??= (await connection.GetAsync()).GetSubscriber();
            await ready.PublishAsync(ChannelOf(signal.Stream), sender + SenderEnd + signal, CommandFlags.FireAndForget);
        }
        catch (Exception exception) when (RedisFailure.Is(exception))
        {
            LogFailed(logger, exception);
        }
    }

    private void Receive(string message)
    {
        var end = message.IndexOf(SenderEnd, StringComparison.Ordinal);
        if (end >= 0 && !message.AsSpan(0, end).SequenceEqual(sender) && StreamSignal.TryParse(message.AsSpan(end + 1), out var signal))
        {
            heard?.Invoke(signal.Value);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Redis does not carry signals of published messages; those who wait look again by themselves.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
