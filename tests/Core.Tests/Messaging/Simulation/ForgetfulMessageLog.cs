using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>A planted bug: heads lose something of what they say.</summary>
internal sealed class ForgetfulMessageLog(IMessageLog inner, Func<StreamHead, StreamHead> forget) : IMessageLog
{
    public async Task<StoredHead> FindHeadAsync(StreamId stream, CancellationToken cancellationToken) =>
        Forget(await inner.FindHeadAsync(stream, cancellationToken))!;

    public async Task<StoredHead> ConfirmHeadAsync(StreamId stream, CancellationToken cancellationToken) =>
        Forget(await inner.ConfirmHeadAsync(stream, cancellationToken))!;

    public async Task<StoredHead?> TryCommitAsync(LogCommit commit, CancellationToken cancellationToken) =>
        Forget(await inner.TryCommitAsync(commit, cancellationToken));

    public async Task<StoredHead?> TryReplaceHeadAsync(StoredHead current, StreamHead next, CancellationToken cancellationToken) =>
        Forget(await inner.TryReplaceHeadAsync(current, forget(next), cancellationToken));

    public async Task<StoredHead?> TrySealAsync(StoredHead current, CancellationToken cancellationToken) =>
        Forget(await inner.TrySealAsync(current, cancellationToken));

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

    private StoredHead? Forget(StoredHead? head) => head is null ? null : head with { Head = forget(head.Head) };
}
