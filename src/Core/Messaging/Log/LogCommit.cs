namespace Serverless.Core.Messaging.Log;

/// <summary>One transaction on a stream: its entry, its new head, and what repetitions are recognised by.</summary>
/// <param name="Current">The head that was read; the commit fails when it has been replaced since.</param>
/// <param name="Next">The new head.</param>
/// <param name="Ids">Those of the entry's messages, at most one each.</param>
public sealed record LogCommit(StoredHead Current, StreamHead Next, PackedEntry Entry, IReadOnlyList<PublishedId> Ids)
{
    /// <summary>Until when the ids are remembered.</summary>
    public DateTimeOffset IdsExpireAt { get; init; }

    /// <summary>Until when those of them are remembered that are tickets.</summary>
    public DateTimeOffset TicketsExpireAt { get; init; }

    /// <summary>How long the entry has to be kept from its commit; null for as long as nobody trims it.</summary>
    public TimeSpan? KeptFor { get; init; }

    /// <summary>Until when one of the ids is remembered.</summary>
    public DateTimeOffset ExpiryOf(PublishedId id) => MessageIdentity.IsTicket(id.Key) ? TicketsExpireAt : IdsExpireAt;
}

/// <summary>Remembers that a message was published, and as which number.</summary>
/// <param name="Key">base64url of a hash of the publisher's id, or a ticket; see <see cref="MessageIdentity"/>.</param>
public readonly record struct PublishedId(string Key, long Sequence);
