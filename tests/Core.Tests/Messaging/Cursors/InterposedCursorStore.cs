using System.Collections.Immutable;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Cursors;

/// <summary>Cursors before others, which they ask for everything; derived ones change something of that.</summary>
internal abstract class InterposedCursorStore(ICursorStore inner) : ICursorStore
{
    public virtual Task<StoredCursor?> FindAsync(CursorId id, CancellationToken cancellationToken) => inner.FindAsync(id, cancellationToken);

    public virtual Task<bool> TryAddAsync(CursorId id, CursorState state, CancellationToken cancellationToken) => inner.TryAddAsync(id, state, cancellationToken);

    public virtual Task<StoredCursor?> TryReplaceAsync(StoredCursor current, CursorChange next, CancellationToken cancellationToken) =>
        inner.TryReplaceAsync(current, next, cancellationToken);

    public virtual Task<ImmutableArray<ParkedMessage>?> FindPageAsync(CursorId id, long page, CancellationToken cancellationToken) =>
        inner.FindPageAsync(id, page, cancellationToken);

    public virtual Task CloseAsync(CursorId id, DateTimeOffset now, CancellationToken cancellationToken) => inner.CloseAsync(id, now, cancellationToken);

    public virtual Task<IReadOnlyDictionary<string, long>> FindFloorsAsync(StreamId stream, CancellationToken cancellationToken) =>
        inner.FindFloorsAsync(stream, cancellationToken);
}
