using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Storage;
using Serverless.Core.Tests.UrlShortening;

namespace Serverless.Core.Tests.Messaging;

/// <summary>A log over another that loses what it is told to lose, counts, and can be held.</summary>
public sealed class UnreliableMessageLog(IMessageLog inner) : IMessageLog
{
    private readonly Queue<Fault> faults = new();
    private Gate? gate;

    /// <summary>Run before every call; what it throws, the caller sees.</summary>
    public Action<string>? BeforeCall { get; set; }

    /// <summary>Asked before each call, and after it (true): whether the process is dead, so that the caller never goes on.</summary>
    public Func<bool, bool>? Dies { get; set; }

    public int Reads { get; private set; }

    public int Commits { get; private set; }

    /// <summary>Holds the next commit until the gate is opened.</summary>
    public Gate HoldCommit() => gate = new Gate();

    public void FailCommits(params ReadOnlySpan<Fault> next)
    {
        foreach (var fault in next)
        {
            faults.Enqueue(fault);
        }
    }

    public Task<StoredHead> FindHeadAsync(StreamId stream, CancellationToken cancellationToken) =>
        ReadAsync("FindHead", () => inner.FindHeadAsync(stream, cancellationToken));

    public Task<StoredHead> ConfirmHeadAsync(StreamId stream, CancellationToken cancellationToken) =>
        ReadAsync("ConfirmHead", () => inner.ConfirmHeadAsync(stream, cancellationToken));

    public async Task<StoredHead?> TryCommitAsync(LogCommit commit, CancellationToken cancellationToken)
    {
        Commits++;
        await Gate.PassAsync(ref gate);
        return await CallAsync("TryCommit", async () =>
        {
            var fault = faults.TryDequeue(out var next) ? next : Fault.None;
            if (fault == Fault.RequestLost)
            {
                throw new StoreUnavailableException("The request got lost.");
            }

            var head = await inner.TryCommitAsync(commit, cancellationToken);
            return fault == Fault.AnswerLost ? throw new StoreUnavailableException("The answer got lost.") : head;
        });
    }

    public Task<StoredHead?> TryReplaceHeadAsync(StoredHead current, StreamHead next, CancellationToken cancellationToken) =>
        CallAsync("TryReplaceHead", () => inner.TryReplaceHeadAsync(current, next, cancellationToken));

    public Task<StoredHead?> TrySealAsync(StoredHead current, CancellationToken cancellationToken) =>
        CallAsync("TrySeal", () => inner.TrySealAsync(current, cancellationToken));

    public Task<IReadOnlyList<PackedEntry>> ReadAsync(StreamId stream, long from, int messages, CancellationToken cancellationToken) =>
        ReadAsync("Read", () => inner.ReadAsync(stream, from, messages, cancellationToken));

    public Task<PackedEntry?> FindEntryAsync(StreamId stream, long sequence, CancellationToken cancellationToken) =>
        ReadAsync("FindEntry", () => inner.FindEntryAsync(stream, sequence, cancellationToken));

    public Task<IReadOnlyDictionary<string, long>> FindIdsAsync(
        StreamId stream, IReadOnlyCollection<string> keys, DateTimeOffset now, CancellationToken cancellationToken) =>
        ReadAsync("FindIds", () => inner.FindIdsAsync(stream, keys, now, cancellationToken));

    public Task<IReadOnlyList<StreamId>> ListActiveAsync(StreamId? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("ListActive", () => inner.ListActiveAsync(after, limit, cancellationToken));

    public Task<bool> TrimAsync(StreamId stream, long low, CancellationToken cancellationToken) =>
        CallAsync("Trim", () => inner.TrimAsync(stream, low, cancellationToken));

    public Task<bool> ForgetIdsAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        CallAsync("ForgetIds", () => inner.ForgetIdsAsync(now, cancellationToken));

    public Task<bool> PurgeAsync(StreamId stream, DateTimeOffset now, CancellationToken cancellationToken) =>
        CallAsync("Purge", () => inner.PurgeAsync(stream, now, cancellationToken));

    private Task<T> ReadAsync<T>(string name, Func<Task<T>> call)
    {
        Reads++;
        return CallAsync(name, call);
    }

    private async Task<T> CallAsync<T>(string name, Func<Task<T>> call)
    {
        BeforeCall?.Invoke(name);
        await LiveAsync(isAfter: false);
        var answer = await call();
        await LiveAsync(isAfter: true);
        return answer;
    }

    private Task LiveAsync(bool isAfter) => Dies?.Invoke(isAfter) == true ? new TaskCompletionSource().Task : Task.CompletedTask;
}
