using System.Collections.Immutable;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>Cursors of an app that has no store for messages.</summary>
public sealed class MissingCursorStore : ICursorStore
{
    public Task<StoredCursor?> FindAsync(CursorId id, CancellationToken cancellationToken) => Task.FromResult<StoredCursor?>(null);

    public Task<bool> TryAddAsync(CursorId id, CursorState state, CancellationToken cancellationToken) => throw MissingMessageStore.Refusal();

    public Task<StoredCursor?> TryReplaceAsync(StoredCursor current, CursorChange next, CancellationToken cancellationToken) => throw MissingMessageStore.Refusal();

    public Task<ImmutableArray<ParkedMessage>?> FindPageAsync(CursorId id, long page, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<ParkedMessage>?>(null);

    public Task CloseAsync(CursorId id, DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyDictionary<string, long>> FindFloorsAsync(StreamId stream, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, long>>(new Dictionary<string, long>());
}
