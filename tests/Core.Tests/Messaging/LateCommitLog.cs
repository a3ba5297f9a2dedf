using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Messaging;

/// <summary>A log that applies the first commit late: its publisher hears of a failure, and meets it when it repeats the commit.</summary>
public sealed class LateCommitLog(IMessageLog inner) : IMessageLog
{
    private LogCommit? late;
    private bool used;

    /// <summary>Told of the commit that was late.</summary>
    public event Action<LogCommit>? Delayed;

    public Task<StoredHead> FindHeadAsync(StreamId stream, CancellationToken cancellationToken) => inner.FindHeadAsync(stream, cancellationToken);

    public async Task<StoredHead?> TryCommitAsync(LogCommit commit, CancellationToken cancellationToken)
    {
        if (!used)
        {
            (used, late) = (true, commit);
            throw new StoreUnavailableException("It takes too long.");
        }

        if (late is { } first)
        {
            late = null;
            Assert.NotNull(await inner.TryCommitAsync(first, cancellationToken));
            Delayed?.Invoke(first);
        }

        return await inner.TryCommitAsync(commit, cancellationToken);
    }

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

    public Task<bool> PurgeAsync(StreamId stream, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.PurgeAsync(stream, now, cancellationToken);
}
