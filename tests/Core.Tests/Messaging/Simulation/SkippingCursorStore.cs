using System.Collections.Immutable;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>A planted bug: a cursor forgets the first message that is parked.</summary>
internal sealed class SkippingCursorStore(ICursorStore inner) : ICursorStore
{
    public Task<StoredCursor?> FindAsync(CursorId id, CancellationToken cancellationToken) => inner.FindAsync(id, cancellationToken);

    public Task<bool> TryAddAsync(CursorId id, CursorState state, CancellationToken cancellationToken) => inner.TryAddAsync(id, state, cancellationToken);

    public Task<StoredCursor?> TryReplaceAsync(StoredCursor current, CursorChange next, CancellationToken cancellationToken)
    {
        var state = next.State.Parked.IsEmpty ? next.State : next.State with { Parked = next.State.Parked.RemoveAt(0) };
        return inner.TryReplaceAsync(current, next with { State = state }, cancellationToken);
    }

    public Task<ImmutableArray<ParkedMessage>?> FindPageAsync(CursorId id, long page, CancellationToken cancellationToken) => inner.FindPageAsync(id, page, cancellationToken);

    public Task CloseAsync(CursorId id, DateTimeOffset now, CancellationToken cancellationToken) => inner.CloseAsync(id, now, cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> FindFloorsAsync(StreamId stream, CancellationToken cancellationToken) =>
        inner.FindFloorsAsync(stream, cancellationToken);
}
