using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>What an instance sees of the log.</summary>
internal sealed class SimulatedMessageLog(IMessageLog inner, CallGate gate, int instance, Replicas replicas, ILogWitness ledger) : IMessageLog
{
    private static CancellationToken None => CancellationToken.None;

    public Task<StoredHead> FindHeadAsync(StreamId stream, CancellationToken cancellationToken) =>
        gate.CallAsync(instance, () => replicas.Read(instance, stream.ToString(), () => HeadOf(stream)));

    public Task<StoredHead> ConfirmHeadAsync(StreamId stream, CancellationToken cancellationToken) =>
        gate.CallAsync(instance, () => replicas.Confirm(instance, stream.ToString(), () => HeadOf(stream)));

    public Task<StoredHead?> TryCommitAsync(LogCommit commit, CancellationToken cancellationToken) => gate.CallAsync(instance, () =>
    {
        var head = Write(commit.Current.Stream, () => inner.TryCommitAsync(commit, None));
        if (head is not null)
        {
            ledger.Committed(commit.Entry, head.Stream);
        }

        return head;
    });

    public Task<StoredHead?> TryReplaceHeadAsync(StoredHead current, StreamHead next, CancellationToken cancellationToken) =>
        gate.CallAsync(instance, () =>
        {
            var head = Write(current.Stream, () => inner.TryReplaceHeadAsync(current, next, None));
            if (head is not null && next.Low > current.Head.Low)
            {
                ledger.Trimmed(current.Stream, current.Head.Low, next.Low);
            }

            return head;
        });

    public Task<StoredHead?> TrySealAsync(StoredHead current, CancellationToken cancellationToken) =>
        gate.CallAsync(instance, () => Write(current.Stream, () => inner.TrySealAsync(current, None)));

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

    public Task<bool> PurgeAsync(StreamId stream, DateTimeOffset now, CancellationToken cancellationToken) => CallAsync(() =>
    {
        ledger.Purged(stream);
        return inner.PurgeAsync(stream, now, None);
    });

    private StoredHead HeadOf(StreamId stream) => inner.FindHeadAsync(stream, None).Result;

    private StoredHead? Write(StreamId stream, Func<Task<StoredHead?>> write) =>
        replicas.Write(instance, stream.ToString(), () => HeadOf(stream), () => write().Result, head => head is not null);

    private Task<T> CallAsync<T>(Func<Task<T>> call) => gate.CallAsync(instance, () => call().Result);
}
