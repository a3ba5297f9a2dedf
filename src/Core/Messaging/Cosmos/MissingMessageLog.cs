using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>The log of an app that has no store for messages.</summary>
public sealed class MissingMessageLog : IMessageLog
{
    public Task<StoredHead> FindHeadAsync(StreamId stream, CancellationToken cancellationToken) =>
        Task.FromResult(new StoredHead(stream, StreamHead.Initial, null));

    public Task<StoredHead?> TryCommitAsync(LogCommit commit, CancellationToken cancellationToken) => throw MissingMessageStore.Refusal();

    public Task<StoredHead?> TryReplaceHeadAsync(StoredHead current, StreamHead next, CancellationToken cancellationToken) => throw MissingMessageStore.Refusal();

    public Task<StoredHead?> TrySealAsync(StoredHead current, CancellationToken cancellationToken) => throw MissingMessageStore.Refusal();

    public Task<IReadOnlyList<PackedEntry>> ReadAsync(StreamId stream, long from, int messages, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PackedEntry>>([]);

    public Task<PackedEntry?> FindEntryAsync(StreamId stream, long sequence, CancellationToken cancellationToken) => Task.FromResult<PackedEntry?>(null);

    public Task<IReadOnlyDictionary<string, long>> FindIdsAsync(
        StreamId stream, IReadOnlyCollection<string> keys, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, long>>(new Dictionary<string, long>());

    public Task<IReadOnlyList<StreamId>> ListActiveAsync(StreamId? after, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StreamId>>([]);

    public Task<bool> TrimAsync(StreamId stream, long low, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> ForgetIdsAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> PurgeAsync(StreamId stream, DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult(true);
}
