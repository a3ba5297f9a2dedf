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
/// <param name="inline">Delivers in this process what it can; null to leave all to the queue.</param>
public sealed partial class StreamWakeUps(
    IWorkQueue queue, IStreamSignals signals, TimeProvider time, ILogger<StreamWakeUps> logger, IInlineDelivery? inline = null)
{
    /// <summary>When the promised message is delivered.</summary>
    public static readonly TimeSpan PromiseDelay = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The same as <see cref="PromiseRenewal"/> where this process delivers: a lane may be its own for 20 s after a commit, and the
    /// promised message has to find it free if the process died.
    /// </summary>
    public static readonly TimeSpan InlinePromiseRenewal = TimeSpan.FromSeconds(8);

    /// <summary>An older promise is given anew: it has to be due after the commit, however long that takes.</summary>
    public static readonly TimeSpan PromiseRenewal = TimeSpan.FromSeconds(15);

    /// <summary>One message tells of all commits in so long a time.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<StreamId, Pace> paces = new();
    private readonly IInlineDelivery? inline = inline is { IsOn: true } ? inline : null;

    /// <summary>Completes when a delayed message exists that is due some time after now.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The queue does not answer: the commit must not begin.</exception>
    public ValueTask PromiseAsync(StreamId stream)
    {
        var pace = PaceOf(stream);
        var now = time.GetTimestamp();
        return pace.PromisedAt is { } at && time.GetElapsedTime(at, now) < Renewal ? ValueTask.CompletedTask : GiveAsync(stream, pace, now);
    }

    /// <summary>To be called after a commit; it waits for nothing and never fails.</summary>
    /// <param name="next">The stream's next number since.</param>
    /// <param name="fanOut">Whether there are endpoints to be woken too.</param>
    public void Announce(StreamId stream, long next, bool fanOut)
    {
        signals.Send(new StreamSignal(stream, next));
        if (!fanOut)
        {
            return;
        }

        PaceOf(stream).Know(next);
        if (inline is null)
        {
            Send(new FanOutMessage(stream));
        }
    }

    /// <summary>To be called when the publishers of a commit have been answered, if there are endpoints; it waits for nothing and never fails.</summary>
    public void Deliver(StreamId stream)
    {
        if (inline is not null)
        {
            _ = OfferAsync(stream, inline);
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

    private TimeSpan Renewal => inline is null ? PromiseRenewal : InlinePromiseRenewal;

    private async Task OfferAsync(StreamId stream, IInlineDelivery delivery)
    {
        try
        {
            if (await delivery.OfferAsync(stream, PaceOf(stream).Next) is { } rest)
            {
                Send(rest);
            }
        }
        catch (Exception exception)
        {
            LogLost(logger, stream, exception);
        }
    }

    private void Send(FanOutMessage message)
    {
        if (PaceOf(message.Stream).TryBook(message, time.GetTimestamp(), time, out var wait))
        {
            _ = SendAsync(message.Stream, wait);
        }
    }

    private async Task SendAsync(StreamId stream, TimeSpan wait)
    {
        await (wait > TimeSpan.Zero ? Task.Delay(wait, time) : Task.CompletedTask);
        var message = PaceOf(stream).Begin(time.GetTimestamp()) ?? new FanOutMessage(stream);
        try
        {
            await queue.SendAsync(FanOutQueue.Name, message.ToString(), TimeSpan.Zero, CancellationToken.None);
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
        private FanOutMessage? booked;
        private long next;

        public long? PromisedAt { get; set; }

        /// <summary>The stream's next number, as far as this process has committed.</summary>
        public long Next
        {
            get
            {
                lock (gate)
                {
                    return next;
                }
            }
        }

        /// <summary>A commit made this the stream's next number.</summary>
        public void Know(long number)
        {
            lock (gate)
            {
                next = Math.Max(next, number);
            }
        }

        /// <summary>Whether a message is to be sent after a while; false if one is to be sent anyway, which then tells of this too.</summary>
        public bool TryBook(FanOutMessage message, long now, TimeProvider time, out TimeSpan wait)
        {
            lock (gate)
            {
                var rest = sentAt is { } at ? Interval - time.GetElapsedTime(at, now) : TimeSpan.Zero;
                wait = rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
                var isFirst = booked is null;
                booked = booked is null || string.CompareOrdinal(message.After, booked.After) < 0 ? message : booked;
                return isFirst;
            }
        }

        /// <summary>The message is on its way, with the greatest number that is known: what is committed from now on needs another.</summary>
        public FanOutMessage? Begin(long now)
        {
            lock (gate)
            {
                var message = booked is null ? null : booked with { Next = next };
                (sentAt, booked) = (now, null);
                return message;
            }
        }
    }
}
