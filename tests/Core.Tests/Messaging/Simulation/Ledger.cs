using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>
/// What really happened, and what must not have: section by section the guarantees of the queue, held against every write
/// to a store and every answer to a client.
/// </summary>
internal sealed class Ledger(World world) : ILogWitness
{
    private readonly Dictionary<(StreamId Stream, long Number), StoredMessage> messages = [];
    private readonly Dictionary<StreamId, HashSet<string>> ids = [];
    private readonly Dictionary<string, Subscription> subscriptions = new(StringComparer.Ordinal);
    private readonly HashSet<(string Subscription, StreamId Stream, long Number)> ackSent = [];
    private readonly HashSet<(string Subscription, StreamId Stream, long Number)> ackConfirmed = [];
    private readonly HashSet<string> sought = new(StringComparer.Ordinal);
    private readonly Dictionary<CursorId, long> firsts = [];
    private readonly Dictionary<string, DateTimeOffset> delays = new(StringComparer.Ordinal);
    private readonly HashSet<string> waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> cancelled = new(StringComparer.Ordinal);
    private readonly HashSet<string> cancelling = new(StringComparer.Ordinal);
    private readonly HashSet<string> moved = new(StringComparer.Ordinal);

    /// <summary>Which guarantee is broken, and how; null while all hold.</summary>
    public string? Violation { get; private set; }

    public int Deliveries { get; private set; }

    public void Fail(string violation) => Violation ??= violation;

    public void Know(Subscription subscription) => subscriptions[subscription.Id] = subscription;

    /// <summary>From now on the cursors of the subscription may go anywhere.</summary>
    public void Seeks(Subscription subscription) => sought.Add(subscription.Id);

    public void AckSent(Delivered delivered) => ackSent.Add((delivered.Subscription.Id, delivered.Stream, delivered.Number));

    public void Committed(PackedEntry entry, StreamId stream)
    {
        foreach (var message in MessagePacking.Unpack(stream, entry).Messages)
        {
            if (!messages.TryAdd((stream, message.Sequence), message))
            {
                Fail($"{stream}/{message.Sequence} was committed twice.");
            }

            if (!ids.TryGetValue(stream, out var known))
            {
                ids[stream] = known = new HashSet<string>(StringComparer.Ordinal);
            }

            known.Add(message.Id);
            if (stream.TopicId == world.Topic.Id && !message.Content.Attributes.ContainsKey(RecipientAttribute.Name) && delays.TryGetValue(SampleMessages.Text(message), out var due))
            {
                Moved(SampleMessages.Text(message), due);
            }
        }
    }

    /// <summary>A publisher sends a message that is to wait.</summary>
    public void Delays(string text, DateTimeOffset due) => delays[text] = due;

    /// <summary>A publisher was told that its message waits.</summary>
    public void Waits(string text) => waiting.Add(text);

    /// <summary>A publisher wants its message back, and may never hear whether it got it.</summary>
    public void Cancels(string text) => cancelling.Add(text);

    /// <summary>A publisher was told that its message will never be delivered.</summary>
    public void Cancelled(string text)
    {
        cancelled.Add(text);
        if (moved.Contains(text))
        {
            Fail($"{text} was cancelled after it had been moved.");
        }
    }

    /// <summary>When nothing is left to do, whatever was said to wait is in the log, unless somebody wanted it back.</summary>
    public void JudgeDelays()
    {
        foreach (var text in waiting.Except(moved).Except(cancelling))
        {
            Fail($"{text} was to wait until {delays[text]:O}, and was never delivered.");
        }
    }

    private void Moved(string text, DateTimeOffset due)
    {
        if (world.Time.GetUtcNow() < due)
        {
            Fail($"{text} is in the log before {due:O}, when it is due.");
        }

        if (!moved.Add(text))
        {
            Fail($"{text} was to wait, and is in the log twice.");
        }

        if (cancelled.Contains(text))
        {
            Fail($"{text} is in the log though it was cancelled.");
        }
    }

    /// <summary>A publisher was told that its message is stored.</summary>
    public void Acknowledged(PublishResult result, string text)
    {
        if (!messages.TryGetValue((result.Stream, result.Sequence), out var message) || SampleMessages.Text(message) != text)
        {
            Fail($"The publisher of {text} was told of {result.Stream}/{result.Sequence}, which holds {message?.Id ?? "nothing"}.");
        }
    }

    /// <summary>A consumer got a message by a call.</summary>
    /// <param name="wasConfirmed">Its ack was confirmed before that call began.</param>
    public void Received(Delivered delivered, string text, bool wasConfirmed)
    {
        Deliveries++;
        if (!messages.TryGetValue((delivered.Stream, delivered.Number), out var stored) || SampleMessages.Text(stored) != text)
        {
            Fail($"{delivered} is not what was published.");
        }

        if (wasConfirmed && !sought.Contains(delivered.Subscription.Id))
        {
            Fail($"{delivered.Stream}/{delivered.Number} was delivered to {delivered.Subscription.Name} after it was acknowledged.");
        }
    }

    public bool IsConfirmed(Delivered delivered) => ackConfirmed.Contains((delivered.Subscription.Id, delivered.Stream, delivered.Number));

    /// <summary>A consumer was told what became of its ack.</summary>
    public void AckAnswered(Delivered delivered, SettleStatus status)
    {
        if (status != SettleStatus.Acknowledged)
        {
            return;
        }

        ackConfirmed.Add((delivered.Subscription.Id, delivered.Stream, delivered.Number));
        var cursor = world.StateOf(new CursorId(delivered.Subscription.Id, delivered.Stream));
        if (cursor?.IsDone(delivered.Number, KeyOf(delivered.Stream, delivered.Number)) == false && !sought.Contains(delivered.Subscription.Id))
        {
            Fail($"{delivered.Stream}/{delivered.Number} was acknowledged to the consumer of {delivered.Subscription.Name}, but not stored.");
        }
    }

    /// <summary>Messages were given up: they are too old, or every subscription that they belong to has done with them.</summary>
    public void Trimmed(StreamId stream, long from, long to)
    {
        var existing = world.Existing;
        if (stream.TopicId != world.Topic.Id && !existing.Contains(stream.TopicId))
        {
            // Dead letters of a subscription that was deleted meanwhile.
            return;
        }

        var cursors = world.Cursors.All.Where(cursor => cursor.Id.Stream == stream && existing.Contains(cursor.Id.SubscriptionId)).ToArray();
        for (var number = from; number < to; number++)
        {
            var isTooOld = world.Time.GetUtcNow() - messages[(stream, number)].PublishedAt > world.Topic.MaxAge;
            var holder = cursors.FirstOrDefault(cursor =>
                !cursor.State.IsDone(number, KeyOf(stream, number)) && number >= firsts[cursor.Id] && !sought.Contains(cursor.Id.SubscriptionId));
            if (!isTooOld && (holder is not null || cursors.Length == 0))
            {
                Fail($"{stream}/{number} was trimmed, though {holder?.Id.SubscriptionId ?? "nobody"} has not done with it and it is not too old.");
            }
        }
    }

    /// <summary>The stream of something that was deleted is gone: who still writes to it begins anew, and nobody reads that.</summary>
    public void Purged(StreamId stream)
    {
        if (stream.TopicId == world.Topic.Id || world.Existing.Contains(stream.TopicId))
        {
            Fail($"{stream} was purged, which is still there.");
        }

        foreach (var place in messages.Keys.Where(place => place.Stream == stream).ToArray())
        {
            messages.Remove(place);
        }
    }

    /// <summary>A cursor was written.</summary>
    public void Changed(CursorId id, CursorState? before, CursorState? after)
    {
        if (before is null)
        {
            // What was committed before belongs to a subscription only as long as it happens to be there.
            firsts[id] = id.Stream == DeadLetterStream.Of(id.SubscriptionId) ? 0 : world.HeadOf(id.Stream).Next;
        }

        if (before is null || after is null || !subscriptions.TryGetValue(id.SubscriptionId, out var subscription))
        {
            return;
        }

        if (CursorCodec.Write(after).Length > CursorCodec.MaxBytes || after.Now < before.Now)
        {
            Fail($"The cursor of {subscription.Name} is too large, or went back in time.");
        }

        for (var number = Math.Min(before.LowestUndone, after.LowestUndone); number < Math.Max(before.Next, after.Next); number++)
        {
            CheckDone(subscription, id, before, after, number);
        }

        var known = before.Outstanding.Select(message => (message.Number, message.Lease)).ToHashSet();
        foreach (var leased in after.Outstanding.Where(message => !known.Contains((message.Number, message.Lease))))
        {
            CheckLease(subscription, id, before, after, leased);
        }
    }

    private uint KeyOf(StreamId stream, long number) =>
        messages.TryGetValue((stream, number), out var message) ? OrderingKeys.Of(message.Content.OrderingKey) : 0;

    private void CheckDone(Subscription subscription, CursorId id, CursorState before, CursorState after, long number)
    {
        var key = KeyOf(id.Stream, number);
        var (was, isNow) = (before.IsDone(number, key), after.IsDone(number, key));
        if (was == isNow || sought.Contains(subscription.Id))
        {
            return;
        }

        if (was || !MayBeDone(subscription, id, before, number))
        {
            Fail($"{id.Stream}/{number} {(was ? "is not done any more" : "counts as done")} for {subscription.Name}, for no reason.");
        }
    }

    private bool MayBeDone(Subscription subscription, CursorId id, CursorState before, long number)
    {
        if (number < world.LowOf(id.Stream) || ackSent.Contains((subscription.Id, id.Stream, number)))
        {
            return true;
        }

        if (!messages.TryGetValue((id.Stream, number), out var message))
        {
            return false;
        }

        if (id.Stream == DeadLetterStream.Of(subscription.Id))
        {
            return ids.Any(pair => pair.Key.TopicId == subscription.TopicId && pair.Value.Contains($"{id.Stream}/{number}"));
        }

        var attempts = before.Outstanding.Where(each => each.Number == number).Select(each => each.Attempt)
            .Concat(before.Parked.Where(each => each.Number == number).Select(each => each.Attempts)).SingleOrDefault();
        return !RecipientAttribute.Admits(subscription, message.Content)
            || (subscription.OnExhausted == ExhaustedAction.Drop && attempts >= subscription.Retry.MaxAttempts)
            || (ids.TryGetValue(DeadLetterStream.Of(subscription.Id), out var letters) && letters.Contains(DeadLetterer.IdOf(subscription, id.Stream, number, before.Generation)));
    }

    private void CheckLease(Subscription subscription, CursorId id, CursorState before, CursorState after, OutstandingMessage leased)
    {
        if (before.IsDone(leased.Number, KeyOf(id.Stream, leased.Number)) && !sought.Contains(subscription.Id))
        {
            Fail($"{id.Stream}/{leased.Number} is delivered to {subscription.Name} though it is done.");
        }

        if (!subscription.Ordered)
        {
            return;
        }

        var key = messages[(id.Stream, leased.Number)].Content.OrderingKey;
        for (var earlier = after.LowestUndone; earlier < leased.Number; earlier++)
        {
            if (!after.IsDone(earlier, leased.Key) && messages[(id.Stream, earlier)].Content.OrderingKey == key && RecipientAttribute.Admits(subscription, messages[(id.Stream, earlier)].Content))
            {
                Fail($"{id.Stream}/{leased.Number} is delivered to {subscription.Name} before {earlier} of its key is done.");
            }
        }
    }
}
