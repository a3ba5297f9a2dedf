using System.Collections.Immutable;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>What an instance sees of the cursors.</summary>
internal sealed class SimulatedCursorStore(ICursorStore inner, CallGate gate, int instance, Replicas replicas) : ICursorStore
{
    private static CancellationToken None => CancellationToken.None;

    public Task<StoredCursor?> FindAsync(CursorId id, CancellationToken cancellationToken) =>
        gate.CallAsync(instance, () => replicas.Read(instance, KeyOf(id), () => CursorOf(id)));

    public Task<bool> TryAddAsync(CursorId id, CursorState state, CancellationToken cancellationToken) =>
        WriteAsync(id, () => inner.TryAddAsync(id, state, None), isWritten => isWritten);

    public Task<StoredCursor?> TryReplaceAsync(StoredCursor current, CursorChange next, CancellationToken cancellationToken) =>
        WriteAsync(current.Id, () => inner.TryReplaceAsync(current, next, None), written => written is not null);

    public Task<ImmutableArray<ParkedMessage>?> FindPageAsync(CursorId id, long page, CancellationToken cancellationToken) =>
        gate.CallAsync(instance, () => inner.FindPageAsync(id, page, None).Result);

    public Task CloseAsync(CursorId id, DateTimeOffset now, CancellationToken cancellationToken) => WriteAsync(id, () => CloseAsync(id, now), _ => true);

    public Task<IReadOnlyDictionary<string, long>> FindFloorsAsync(StreamId stream, CancellationToken cancellationToken) =>
        gate.CallAsync(instance, () => inner.FindFloorsAsync(stream, None).Result);

    private static string KeyOf(CursorId id) => $"cursor {id.SubscriptionId} {id.Stream}";

    private async Task<bool> CloseAsync(CursorId id, DateTimeOffset now)
    {
        await inner.CloseAsync(id, now, None);
        return true;
    }

    private StoredCursor? CursorOf(CursorId id) => inner.FindAsync(id, None).Result;

    private Task<T> WriteAsync<T>(CursorId id, Func<Task<T>> write, Func<T, bool> isWritten) =>
        gate.CallAsync(instance, () => replicas.Write(instance, KeyOf(id), () => CursorOf(id), () => write().Result, isWritten));
}
