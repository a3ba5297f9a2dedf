using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>What an instance sees of the log.</summary>
internal sealed class SimulatedMessageLog(InMemoryMessageLog inner, CallGate gate, int instance, Ledger ledger) : IMessageLog
{
    private static CancellationToken None => CancellationToken.None;

    public Task<StoredHead> FindHeadAsync(StreamId stream, CancellationToken cancellationToken) => CallAsync(() => inner.FindHeadAsync(stream, None));

    public Task<StoredHead?> TryCommitAsync(LogCommit commit, CancellationToken cancellationToken) => gate.CallAsync(instance, () =>
    {
        var head = inner.TryCommitAsync(commit, None).Result;
        if (head is not null)
        {
            ledger.Committed(commit.Entry, head.Stream);
        }

        return head;
    });

    public Task<StoredHead?> TryReplaceHeadAsync(StoredHead current, StreamHead next, CancellationToken cancellationToken) =>
        gate.CallAsync(instance, () =>
        {
            var head = inner.TryReplaceHeadAsync(current, next, None).Result;
            if (head is not null && next.Low > current.Head.Low)
            {
                ledger.Trimmed(current.Stream, current.Head.Low, next.Low);
            }

            return head;
        });

    public Task<StoredHead?> TrySealAsync(StoredHead current, CancellationToken cancellationToken) => CallAsync(() => inner.TrySealAsync(current, None));

    public Task<IReadOnlyList<PackedEntry>> ReadAsync(StreamId stream, long from, int messages, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ReadAsync(stream, from, messages, None));

    public Task<PackedEntry?> FindEntryAsync(StreamId stream, long sequence, CancellationToken cancellationToken) =>
        CallAsync(() => inner.FindEntryAsync(stream, sequence, None));

    public Task<IReadOnlyDictionary<string, long>> FindIdsAsync(
        StreamId stream, IReadOnlyCollection<string> keys, DateTimeOffset now, CancellationToken cancellationToken) =>
        CallAsync(() => inner.FindIdsAsync(stream, keys, now, None));

    public Task<IReadOnlyList<StreamId>> ListActiveAsync(StreamId? after, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListActiveAsync(after, limit, None));

    public Task<bool> TrimAsync(StreamId stream, long low, CancellationToken cancellationToken) => CallAsync(() => inner.TrimAsync(stream, low, None));

    public Task<bool> ForgetIdsAsync(DateTimeOffset now, CancellationToken cancellationToken) => CallAsync(() => inner.ForgetIdsAsync(now, None));

    public Task<bool> PurgeAsync(StreamId stream, CancellationToken cancellationToken) => CallAsync(() =>
    {
        ledger.Purged(stream);
        return inner.PurgeAsync(stream, None);
    });

    private Task<T> CallAsync<T>(Func<Task<T>> call) => gate.CallAsync(instance, () => call().Result);
}
