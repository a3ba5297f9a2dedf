namespace Serverless.Core.Messaging.Cursors;

/// <summary>The cursors of all subscriptions, a document each.</summary>
/// <remarks>
/// Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer. A lost answer to a
/// write is recognised by reading and looking for its nonce in <see cref="CursorState.Writes"/>.
/// </remarks>
public interface ICursorStore
{
    /// <summary>How long a cursor that was closed can't be added at least.</summary>
    static readonly TimeSpan ClosedFor = TimeSpan.FromDays(1);

    /// <summary>The cursor as last written; null when there is none.</summary>
    Task<StoredCursor?> FindAsync(CursorId id, CancellationToken cancellationToken);

    /// <summary>Stores a cursor if there is none yet; false if there is, or if it was closed.</summary>
    Task<bool> TryAddAsync(CursorId id, CursorState state, CancellationToken cancellationToken);

    /// <summary>Replaces the cursor that was read; null if it has changed since.</summary>
    Task<StoredCursor?> TryReplaceAsync(StoredCursor current, CursorState next, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a cursor for good, whether there is one or not: nobody finds or changes it any more, nor, for a day at least,
    /// adds it. No harm if repeated.
    /// </summary>
    Task CloseAsync(CursorId id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The floors of all cursors in a stream, by subscription id. They may lag behind, never run ahead.</summary>
    Task<IReadOnlyDictionary<string, long>> FindFloorsAsync(StreamId stream, CancellationToken cancellationToken);
}
