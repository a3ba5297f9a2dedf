namespace Serverless.Core.UrlShortening;

/// <summary>
/// Link rows by key, with the indices that lead to them. Every write puts the new row's index entries first, so that a
/// crash in between leaves an entry that leads nowhere, never a row that no index knows.
/// </summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface ILinkStore
{
    /// <summary>The row as last written, or null when the key was never used or has been released.</summary>
    Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Stores a link if its key has no row at all; false if it has one.</summary>
    Task<bool> TryAddAsync(ShortLink link, CancellationToken cancellationToken);

    /// <summary>Replaces the row that was read; false if it has changed since.</summary>
    Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken);

    /// <summary>Index entries of an owner, newest first, that come after <paramref name="after"/>; null for the start.</summary>
    /// <param name="limit">At most so many, 1-1,000; fewer only at the end of the list.</param>
    Task<IReadOnlyList<OwnedLink>> ListByOwnerAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken);
}
