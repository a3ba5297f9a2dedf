using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Publishing;

/// <summary>
/// Wakes those who deliver a stream's messages. The intent comes before the effect: a delayed message is in the queue
/// before a commit begins, so that a process that dies right after the commit is made up for. What follows the commit only
/// makes it quick, and may be lost.
/// </summary>
public sealed partial class StreamWakeUps(IWorkQueue queue, IStreamSignals signals, TimeProvider time, ILogger<StreamWakeUps> logger)
{
    /// <summary>When the promised message is delivered.</summary>
    public static readonly TimeSpan PromiseDelay = TimeSpan.FromSeconds(30);

    /// <summary>An older promise is given anew: it has to be due after the commit, however long that takes.</summary>
    public static readonly TimeSpan PromiseRenewal = TimeSpan.FromSeconds(15);

    /// <summary>One message tells of all commits in so long a time.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<StreamId, Pace> paces = new();

    /// <summary>Completes when a delayed message exists that is due some time after now.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The queue does not answer: the commit must not begin.</exception>
    public ValueTask PromiseAsync(StreamId stream)
    {
        var pace = PaceOf(stream);
        var now = time.GetTimestamp();
        return pace.PromisedAt is { } at && time.GetElapsedTime(at, now) < PromiseRenewal ? ValueTask.CompletedTask : GiveAsync(stream, pace, now);
    }

    /// <summary>To be called after a commit; it waits for nothing and never fails.</summary>
    /// <param name="next">The stream's next number since.</param>
    /// <param name="fanOut">Whether there are endpoints to be woken too.</param>
    public void Announce(StreamId stream, long next, bool fanOut)
    {
        signals.Send(new StreamSignal(stream, next));
        if (fanOut && PaceOf(stream).TryBook(next, time.GetTimestamp(), time, out var wait))
        {
            _ = SendAsync(stream, wait);
        }
    }

    /// <summary>To be called after a subscription was changed: a pull that waits may find it paused, or going on.</summary>
    public void Announce(Topic topic, Subscription subscription)
    {
        foreach (var stream in topic.Streams())
        {
            signals.Send(new StreamSignal(stream, SubscriptionId: subscription.Id, IsChange: true));
        }
    }

    /// <summary>To be called after a topic or subscription was deleted: who waits looks it up again, and finds out.</summary>
    public void AnnounceEnd(StreamId stream) => signals.Send(new StreamSignal(stream, IsChange: true));

    private Pace PaceOf(StreamId stream)
    {
        if (paces.Count >= MaxRemembered)
        {
            paces.Clear();
        }

        return paces.GetOrAdd(stream, static _ => new Pace());
    }

    private async ValueTask GiveAsync(StreamId stream, Pace pace, long now)
    {
        await queue.SendAsync(FanOutQueue.Name, new FanOutMessage(stream, IsCheck: true).ToString(), PromiseDelay, CancellationToken.None);
        pace.PromisedAt = now;
    }

    private async Task SendAsync(StreamId stream, TimeSpan wait)
    {
        await (wait > TimeSpan.Zero ? Task.Delay(wait, time) : Task.CompletedTask);
        var next = PaceOf(stream).Begin(time.GetTimestamp());
        try
        {
            await queue.SendAsync(FanOutQueue.Name, new FanOutMessage(stream, Next: next).ToString(), TimeSpan.Zero, CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogLost(logger, stream, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The wake-up of stream {Stream} got lost; the promised one follows within 30 s.")]
    private static partial void LogLost(ILogger logger, StreamId stream, Exception exception);

    /// <summary>When a stream's messages were sent.</summary>
    private sealed class Pace
    {
        private readonly Lock gate = new();
        private long? sentAt;
        private bool booked;
        private long next;

        public long? PromisedAt { get; set; }

        /// <summary>Whether a message is to be sent after a while; false if one is to be sent anyway.</summary>
        public bool TryBook(long known, long now, TimeProvider time, out TimeSpan wait)
        {
            lock (gate)
            {
                var rest = sentAt is { } at ? Interval - time.GetElapsedTime(at, now) : TimeSpan.Zero;
                wait = rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
                var isFirst = !booked;
                (booked, next) = (true, Math.Max(next, known));
                return isFirst;
            }
        }

        /// <summary>The message is on its way: what is committed from now on needs another.</summary>
        /// <returns>The greatest number that was booked.</returns>
        public long Begin(long now)
        {
            lock (gate)
            {
                sentAt = now;
                booked = false;
                return next;
            }
        }
    }
}
