using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging;

/// <summary>A log before another one, which it asks for everything; derived ones change something of that.</summary>
public abstract class InterposedMessageLog(IMessageLog inner) : IMessageLog
{
    public virtual Task<StoredHead> FindHeadAsync(StreamId stream, CancellationToken cancellationToken) => inner.FindHeadAsync(stream, cancellationToken);

    public virtual Task<StoredHead> ConfirmHeadAsync(StreamId stream, CancellationToken cancellationToken) => inner.ConfirmHeadAsync(stream, cancellationToken);

    public virtual Task<StoredHead?> TryCommitAsync(LogCommit commit, CancellationToken cancellationToken) => inner.TryCommitAsync(commit, cancellationToken);

    public virtual Task<StoredHead?> TryReplaceHeadAsync(StoredHead current, StreamHead next, CancellationToken cancellationToken) =>
        inner.TryReplaceHeadAsync(current, next, cancellationToken);

    public virtual Task<StoredHead?> TrySealAsync(StoredHead current, CancellationToken cancellationToken) => inner.TrySealAsync(current, cancellationToken);

    public virtual Task<IReadOnlyList<PackedEntry>> ReadAsync(StreamId stream, long from, int messages, CancellationToken cancellationToken) =>
        inner.ReadAsync(stream, from, messages, cancellationToken);

    public virtual Task<PackedEntry?> FindEntryAsync(StreamId stream, long sequence, CancellationToken cancellationToken) =>
        inner.FindEntryAsync(stream, sequence, cancellationToken);

    public virtual Task<IReadOnlyDictionary<string, long>> FindIdsAsync(
        StreamId stream, IReadOnlyCollection<string> keys, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.FindIdsAsync(stream, keys, now, cancellationToken);

    public virtual Task<IReadOnlyList<StreamId>> ListActiveAsync(StreamId? after, int limit, CancellationToken cancellationToken) =>
        inner.ListActiveAsync(after, limit, cancellationToken);

    public virtual Task<bool> TrimAsync(StreamId stream, long low, CancellationToken cancellationToken) => inner.TrimAsync(stream, low, cancellationToken);

    public virtual Task<bool> ForgetIdsAsync(DateTimeOffset now, CancellationToken cancellationToken) => inner.ForgetIdsAsync(now, cancellationToken);

    public virtual Task<bool> PurgeAsync(StreamId stream, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.PurgeAsync(stream, now, cancellationToken);
}
