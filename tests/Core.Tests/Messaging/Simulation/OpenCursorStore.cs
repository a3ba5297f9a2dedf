using System.Collections.Immutable;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>A planted bug: the cursors of what is deleted stay open.</summary>
internal sealed class OpenCursorStore(ICursorStore inner) : ICursorStore
{
    public Task<StoredCursor?> FindAsync(CursorId id, CancellationToken cancellationToken) => inner.FindAsync(id, cancellationToken);

    public Task<bool> TryAddAsync(CursorId id, CursorState state, CancellationToken cancellationToken) => inner.TryAddAsync(id, state, cancellationToken);

    public Task<StoredCursor?> TryReplaceAsync(StoredCursor current, CursorChange next, CancellationToken cancellationToken) =>
        inner.TryReplaceAsync(current, next, cancellationToken);

    public Task CloseAsync(CursorId id, DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<ImmutableArray<ParkedMessage>?> FindPageAsync(CursorId id, long page, CancellationToken cancellationToken) => inner.FindPageAsync(id, page, cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> FindFloorsAsync(StreamId stream, CancellationToken cancellationToken) =>
        inner.FindFloorsAsync(stream, cancellationToken);
}
