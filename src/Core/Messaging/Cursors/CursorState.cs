using System.Collections.Immutable;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>
/// A subscription's position in one stream, all of it: how far the stream was looked at, and by number whatever was looked
/// at and is not done. It is stored as one document of at most <see cref="CursorLimits.Bytes"/>, whatever the stream holds;
/// parked messages that it has no room for lie in pages beside it.
/// </summary>
public sealed record CursorState
{
    /// <summary>Everything below has been looked at.</summary>
    public required long Floor { get; init; }

    /// <summary>Nothing from here on has been looked at.</summary>
    public required long Next { get; init; }

    /// <summary>Which numbers from <see cref="Floor"/> on have been looked at, lowest bit first; no bit at or past <see cref="Next"/> is set.</summary>
    public ImmutableArray<ulong> Passed { get; init; } = [];

    /// <summary>What consumers have under a lease, by number.</summary>
    public MessageSet<OutstandingMessage> Outstanding { get; init; } = [];

    /// <summary>What has to be delivered again or dead-lettered, by number.</summary>
    public MessageSet<ParkedMessage> Parked { get; init; } = [];

    /// <summary>More of it, in pages, by id.</summary>
    public ImmutableArray<ParkedPage.Summary> Pages { get; init; } = [];

    /// <summary>Ids of pages that nothing refers to any more and that are still there.</summary>
    public ImmutableArray<long> ObsoletePages { get; init; } = [];

    /// <summary>The id of the page that was made last; 0 for none.</summary>
    public long LastPage { get; init; }

    /// <summary>The ordering keys of which messages wait for an earlier one, by <see cref="WaitingKey.From"/>.</summary>
    public ImmutableArray<WaitingKey> WaitingKeys { get; init; } = [];

    /// <summary>Numbers of messages that were delivered and ended without an acknowledgement, the highest ones.</summary>
    public ImmutableArray<long> Unacknowledged { get; init; } = [];

    /// <summary>Up to here <see cref="Unacknowledged"/> has forgotten some.</summary>
    public long ForgottenUpTo { get; init; }

    /// <summary>Counts the seeks and rewinds, modulo 65,536: leases of another generation are void.</summary>
    public ushort Generation { get; init; }

    /// <summary>New messages that were delivered since the last retry, up to <see cref="CursorLimits.FreshInTen"/>.</summary>
    public int FreshDeliveries { get; init; }

    /// <summary>Which push worker delivers; null when none does.</summary>
    public PushOwner? PushOwner { get; init; }

    /// <summary>How many messages were dead-lettered, ever.</summary>
    public long DeadLettered { get; init; }

    /// <summary>How many messages were trimmed before they were done, ever.</summary>
    public long ExpiredUnacknowledged { get; init; }

    /// <summary>The time of the last change: time never runs backwards for a cursor, whatever the instances' clocks say.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Nonces of the last writes, newest first: whoever got no answer finds here that the write was made.</summary>
    public ImmutableArray<ulong> Writes { get; init; } = [];

    /// <summary>What ack ids are signed with; random, made with the cursor and never changed.</summary>
    public required ImmutableArray<byte> AckKey { get; init; }

    /// <summary>Messages that are parked, with those in pages.</summary>
    public int ParkedCount => Parked.Count + Pages.Sum(page => page.Count);

    /// <summary>A bound is reached, so that no new messages are delivered until some of those that are out or parked are done.</summary>
    public bool IsFull => CursorRoom.IsFull(this, ParkingLimits.Default);

    /// <summary>Messages below <see cref="Next"/> that are not done.</summary>
    public long Undone =>
        Next - Floor - Passed.Sum(word => (long)ulong.PopCount(word)) + Outstanding.Count + ParkedCount + WaitingKeys.Sum(key => (long)key.Count);

    /// <summary>Everything below is done: what the stream may be trimmed to.</summary>
    public long LowestUndone
    {
        get
        {
            var lowest = Floor;
            lowest = Math.Min(lowest, Outstanding.Lowest ?? lowest);
            lowest = Math.Min(lowest, Parked.Lowest ?? lowest);
            lowest = WaitingKeys.IsEmpty ? lowest : Math.Min(lowest, WaitingKeys[0].From);
            return Pages.Aggregate(lowest, (least, page) => Math.Min(least, page.Lowest));
        }
    }

    /// <summary>When something parked may be delivered, or a lease ends, also if that is past; null when neither will happen.</summary>
    public DateTimeOffset? NextDue => NextDueAfter(DateTimeOffset.MinValue);

    /// <summary>Messages wait of a key of which none is out or parked.</summary>
    public bool HasFreeKeys
    {
        get
        {
            if (WaitingKeys.IsEmpty)
            {
                return false;
            }

            var free = new HashSet<uint>(WaitingKeys.Length);
            free.UnionWith(WaitingKeys.Select(waiting => waiting.Key));
            free.ExceptWith(Outstanding.Select(message => message.Key));
            free.ExceptWith(Parked.Select(message => message.Key));
            return free.Count > 0;
        }
    }

    /// <summary>A cursor of a subscription that begins at a number.</summary>
    public static CursorState StartAt(long number, ImmutableArray<byte> ackKey, DateTimeOffset now) =>
        new() { Floor = number, Next = number, AckKey = ackKey, Now = now.ToMilliseconds() };

    /// <summary>The first time later than one at which something parked may be delivered, or a lease ends; null when neither will happen.</summary>
    public DateTimeOffset? NextDueAfter(DateTimeOffset time)
    {
        var due = DateTimeOffset.MaxValue;
        foreach (var message in Outstanding)
        {
            due = message.Deadline < due && message.Deadline > time ? message.Deadline : due;
        }

        foreach (var message in Parked)
        {
            due = !message.IsExhausted && message.NotBefore < due && message.NotBefore > time ? message.NotBefore : due;
        }

        foreach (var page in Pages)
        {
            due = page.Due < due && page.Due > time ? page.Due : due;
        }

        return due == DateTimeOffset.MaxValue ? null : due;
    }

    /// <summary>Something parked may be delivered.</summary>
    public bool HasDue(DateTimeOffset now) =>
        Parked.Any(message => !message.IsExhausted && message.NotBefore <= now) || Pages.Any(page => page.Due <= now);

    /// <summary>Whether a message of a key is done, as far as the document tells: one in a page counts as done.</summary>
    /// <param name="key">See <see cref="OrderingKeys"/>.</param>
    public bool IsDone(long number, uint key = 0)
    {
        var bit = number - Floor;
        return (bit < 0 || (bit < Passed.Length * 64L && (Passed[(int)(bit / 64)] >> (int)(bit % 64) & 1) != 0))
            && Outstanding.Find(number) is null
            && Parked.Find(number) is null
            && !WaitingKeys.Any(waiting => waiting.Key == key && waiting.From <= number);
    }
}

/// <summary>A message that a consumer has.</summary>
/// <param name="Number">Its sequence number.</param>
/// <param name="Attempt">Which delivery of the message this is, from 1.</param>
/// <param name="Lease">The lease that it was delivered under: one for each pull, random.</param>
/// <param name="Deadline">When the lease ends unless the message is settled or the lease extended; whole milliseconds.</param>
/// <param name="Key">Its ordering key, see <see cref="OrderingKeys"/>; 0 when it was not asked for.</param>
public readonly record struct OutstandingMessage(long Number, int Attempt, ulong Lease, DateTimeOffset Deadline, uint Key = 0) : INumbered
{
    /// <summary>Of the messages of its lease, how many the consumer begins with at a time, in the order of their numbers; 0 when it did not say.</summary>
    public byte Concurrency { get; init; }
}

/// <summary>The push worker that delivers from a cursor, alone until then.</summary>
public sealed record PushOwner(string Id, DateTimeOffset Until);
