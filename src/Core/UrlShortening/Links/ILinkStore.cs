namespace Serverless.Core.UrlShortening.Links;

/// <summary>
/// Link rows by key, with the indices that lead to them. Every write puts the new row's index entries first, so that a
/// crash in between leaves an entry that leads nowhere, never a row that no index knows. A row that is due longer than
/// <see cref="ExpiryPartition.WriteMargin"/> is refused with a <see cref="Storage.WriteConflictException"/> where its entry
/// might have been removed before the row is there; so is a link that is brought back so long after its quarantine.
/// </summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface ILinkStore
{
    /// <summary>The row as last written, or null when the key was never used or has been released.</summary>
    Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Stores a row if its key has none at all; false if it has one.</summary>
    Task<bool> TryAddAsync(LinkRow row, CancellationToken cancellationToken);

    /// <summary>Replaces the row that was read; false if it has changed since.</summary>
    Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken);

    /// <summary>Removes the row that was read; false if it has changed since.</summary>
    Task<bool> TryRemoveAsync(StoredLink current, CancellationToken cancellationToken);

    /// <summary>The first entry of an expiry shard that is due at or after the beginning of an hour; null when there is none.</summary>
    Task<DueLink?> FindDueAsync(ExpiryPartition from, CancellationToken cancellationToken);

    /// <summary>
    /// Entries of an expiry partition by due time, then key, then nonce, that come after <paramref name="after"/> (null for
    /// the start) and are due at <paramref name="until"/> or earlier.
    /// </summary>
    /// <param name="limit">At most so many, 1-1,000; fewer only at the end.</param>
    Task<IReadOnlyList<DueLink>> ListDueAsync(
        ExpiryPartition partition, DueLink? after, DateTimeOffset until, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// How many gone rows of an expiry shard are due at <paramref name="until"/> or earlier. It passes over what else is due
    /// by then. The entry of a write that never came to its row may be counted too, until clean-up meets it.
    /// </summary>
    Task<int> CountGoneAsync(int shard, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Removes an entry that no row needs; no harm if it is not there.</summary>
    Task RemoveDueAsync(DueLink entry, CancellationToken cancellationToken);

    /// <summary>Rows by key, in the order of its characters' codes, that come after a key; null for the start.</summary>
    /// <param name="limit">At most so many, 1-1,000; fewer only at the end of the list.</param>
    Task<IReadOnlyList<StoredLink>> ListByKeyAsync(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Index entries of an owner, also of links that have ended and can be brought back, newest first, that come after <paramref name="after"/>; null for the start.</summary>
    /// <param name="limit">At most so many, 1-1,000; fewer only at the end of the list.</param>
    Task<IReadOnlyList<OwnedLink>> ListByOwnerAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Index entries of an owner's links with a label, as <see cref="OwnedLink.LabelEntryOf"/> makes them, newest first, that
    /// come after <paramref name="after"/>; null for the start. Links that an earlier version wrote have none until they change.
    /// </summary>
    /// <param name="limit">At most so many, 1-1,000; fewer only at the end of the list.</param>
    Task<IReadOnlyList<OwnedLink>> ListByLabelAsync(string owner, LinkLabel label, OwnedLink? after, int limit, CancellationToken cancellationToken);
}

/// <summary>An entry of the index by expiry: a hint that clean-up has to look at a key, to be checked against the link row.</summary>
public sealed record DueLink(DateTimeOffset DueAt, string Key, string Nonce)
{
    /// <summary>The entry that a row has.</summary>
    public static DueLink Of(LinkRow row) => new(row.DueAt, row.Key, row.Nonce);

    /// <summary>Where the entry lies.</summary>
    public ExpiryPartition Partition => ExpiryPartition.Of(Key, DueAt);
}

/// <summary>A link row as read, with the opaque version that a replacement must name.</summary>
public sealed record StoredLink(LinkRow Row, string ETag);
