using System.Collections.Immutable;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>The cursors of all subscriptions, a document each, with pages of parked messages beside it.</summary>
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

    /// <summary>Replaces the cursor that was read, together with its pages; null if it has changed since, and nothing is stored then.</summary>
    Task<StoredCursor?> TryReplaceAsync(StoredCursor current, CursorChange next, CancellationToken cancellationToken);

    /// <summary>A page that the cursor refers to; null when it is not there, because the cursor has changed.</summary>
    Task<ImmutableArray<ParkedMessage>?> FindPageAsync(CursorId id, long page, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a cursor and its pages for good, whether there is one or not: nobody finds or changes it any more, nor, for a
    /// day at least, adds it. No harm if repeated.
    /// </summary>
    Task CloseAsync(CursorId id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary><see cref="CursorState.LowestUndone"/> of all cursors in a stream, by subscription id. They may lag behind, never run ahead.</summary>
    Task<IReadOnlyDictionary<string, long>> FindFloorsAsync(StreamId stream, CancellationToken cancellationToken);
}

/// <summary>Names the cursor of a subscription in one stream.</summary>
public readonly record struct CursorId(string SubscriptionId, StreamId Stream);

/// <summary>A cursor as read, with the opaque version that a change must name.</summary>
public sealed record StoredCursor(CursorId Id, CursorState State, string ETag);
