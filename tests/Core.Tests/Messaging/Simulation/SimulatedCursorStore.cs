using System.Collections.Immutable;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>What an instance sees of the cursors.</summary>
internal sealed class SimulatedCursorStore(ICursorStore inner, CallGate gate, int instance) : ICursorStore
{
    private static CancellationToken None => CancellationToken.None;

    public Task<StoredCursor?> FindAsync(CursorId id, CancellationToken cancellationToken) => CallAsync(() => inner.FindAsync(id, None));

    public Task<bool> TryAddAsync(CursorId id, CursorState state, CancellationToken cancellationToken) => CallAsync(() => inner.TryAddAsync(id, state, None));

    public Task<StoredCursor?> TryReplaceAsync(StoredCursor current, CursorChange next, CancellationToken cancellationToken) =>
        CallAsync(() => inner.TryReplaceAsync(current, next, None));

    public Task<ImmutableArray<ParkedMessage>?> FindPageAsync(CursorId id, long page, CancellationToken cancellationToken) =>
        CallAsync(() => inner.FindPageAsync(id, page, None));

    public Task DeleteAsync(CursorId id, CancellationToken cancellationToken) => gate.CallAsync(instance, () => inner.DeleteAsync(id, None));

    public Task<IReadOnlyDictionary<string, long>> FindFloorsAsync(StreamId stream, CancellationToken cancellationToken) =>
        CallAsync(() => inner.FindFloorsAsync(stream, None));

    private Task<T> CallAsync<T>(Func<Task<T>> call) => gate.CallAsync(instance, () => call().Result);
}
