using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging.Pulling;

/// <summary>A log whose heads are read from a replica that may lag behind; confirming one asks the others.</summary>
internal sealed class LaggingMessageLog : IMessageLog
{
    private readonly InMemoryMessageLog inner = new();
    private readonly Dictionary<StreamId, StoredHead> replica = [];

    public bool IsLagging { get; set; }

    public async Task<StoredHead> FindHeadAsync(StreamId stream, CancellationToken cancellationToken)
    {
        if (!IsLagging || !replica.TryGetValue(stream, out var head))
        {
            replica[stream] = head = await inner.FindHeadAsync(stream, cancellationToken);
        }

        return head;
    }

    public async Task<StoredHead> ConfirmHeadAsync(StreamId stream, CancellationToken cancellationToken) =>
        replica[stream] = await inner.FindHeadAsync(stream, cancellationToken);

    public Task<StoredHead?> TryCommitAsync(LogCommit commit, CancellationToken cancellationToken) => inner.TryCommitAsync(commit, cancellationToken);

    public Task<StoredHead?> TryReplaceHeadAsync(StoredHead current, StreamHead next, CancellationToken cancellationToken) =>
        inner.TryReplaceHeadAsync(current, next, cancellationToken);

    public Task<StoredHead?> TrySealAsync(StoredHead current, CancellationToken cancellationToken) => inner.TrySealAsync(current, cancellationToken);

    public Task<IReadOnlyList<PackedEntry>> ReadAsync(StreamId stream, long from, int messages, CancellationToken cancellationToken) =>
        inner.ReadAsync(stream, from, messages, cancellationToken);

    public Task<PackedEntry?> FindEntryAsync(StreamId stream, long sequence, CancellationToken cancellationToken) =>
        inner.FindEntryAsync(stream, sequence, cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> FindIdsAsync(
        StreamId stream, IReadOnlyCollection<string> keys, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.FindIdsAsync(stream, keys, now, cancellationToken);

    public Task<IReadOnlyList<StreamId>> ListActiveAsync(StreamId? after, int limit, CancellationToken cancellationToken) =>
        inner.ListActiveAsync(after, limit, cancellationToken);

    public Task<bool> TrimAsync(StreamId stream, long low, CancellationToken cancellationToken) => inner.TrimAsync(stream, low, cancellationToken);

    public Task<bool> ForgetIdsAsync(DateTimeOffset now, CancellationToken cancellationToken) => inner.ForgetIdsAsync(now, cancellationToken);

    public Task<bool> PurgeAsync(StreamId stream, DateTimeOffset now, CancellationToken cancellationToken) => inner.PurgeAsync(stream, now, cancellationToken);
}
