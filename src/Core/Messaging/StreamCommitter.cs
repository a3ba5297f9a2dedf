using Serverless.Core.Storage;

namespace Serverless.Core.Messaging;

/// <summary>
/// Commits one batch after the other to one stream. The head is remembered from the last commit and read again only when
/// somebody else has changed it; an answer that got lost is found out by reading the entry at the expected number.
/// </summary>
internal sealed class StreamCommitter(
    StreamId stream, bool wakes, IMessageLog log, StreamWakeUps wakeUps, CommitIds commitIds, PublishMetrics metrics, StoreRetry retry, TimeProvider time)
{
    /// <summary>A segment is a partition of the store, which has a limit (20 GB in Cosmos DB).</summary>
    private const long MaxSegmentBytes = 4L * 1_073_741_824;

    private static readonly TimeSpan MaxSegmentAge = TimeSpan.FromHours(24);

    private StoredHead? head;

    /// <summary>A commit that was sent and not answered: it may have been applied, or may still be.</summary>
    private PreparedCommit? unanswered;

    /// <summary>Commits the batch and completes its messages, one way or the other. Never throws.</summary>
    public async Task CommitAsync(PublishBatch batch)
    {
        unanswered = null;
        try
        {
            var prepared = await retry.RunAsync(_ => AttemptAsync(batch), CancellationToken.None);
            wakeUps.Announce(stream, wakes && prepared.Commit is not null);
            metrics.Count(prepared);
            prepared.Complete(batch);
        }
        catch (Exception exception)
        {
            head = null;
            metrics.CountFailure(exception, batch.Messages.Count);
            batch.FailAll(PublishStatus.Unavailable, stream);
        }
    }

    private async ValueTask<PreparedCommit> AttemptAsync(PublishBatch batch)
    {
        var current = head ??= await log.FindHeadAsync(stream, CancellationToken.None);
        if (unanswered is { } sent && sent.Commit!.Current.ETag != current.ETag)
        {
            if (await IsAppliedAsync(sent.Commit))
            {
                return sent;
            }

            // The head it was meant for is gone: it never will be.
            unanswered = null;
        }

        current = await OpenSegmentAsync(current);
        var prepared = unanswered ?? await PrepareAsync(batch, current);
        if (prepared.Commit is { } commit)
        {
            await (wakes ? wakeUps.PromiseAsync(stream) : ValueTask.CompletedTask);
            await WriteAsync(prepared, commit);
        }

        return prepared;
    }

    private async ValueTask<PreparedCommit> PrepareAsync(PublishBatch batch, StoredHead current)
    {
        var now = time.GetUtcNow();
        var keys = batch.Keys;
        var known = keys.Length == 0 ? NoneKnown : await log.FindIdsAsync(stream, keys, now, CancellationToken.None);
        return PreparedCommit.Of(batch, current, known, commitIds.Next(), now);
    }

    private async ValueTask WriteAsync(PreparedCommit prepared, LogCommit commit)
    {
        // Whatever comes back but a yes: the head has to be read before the next attempt.
        head = null;
        try
        {
            head = await log.TryCommitAsync(commit, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            unanswered = prepared;
            metrics.CountLostAnswer();
            throw;
        }

        if (head is null)
        {
            metrics.CountConflict();
            throw new WriteConflictException();
        }
    }

    private async ValueTask<bool> IsAppliedAsync(LogCommit commit) =>
        await log.FindEntryAsync(stream, commit.Entry.First, CancellationToken.None) is { } entry
        && entry.First == commit.Entry.First
        && entry.CommitId == commit.Entry.CommitId;

    private async ValueTask<StoredHead> OpenSegmentAsync(StoredHead current)
    {
        if (unanswered is not null || !IsFull(current.Head))
        {
            return current;
        }

        head = null;
        return head = await log.TrySealAsync(current, CancellationToken.None) ?? throw new WriteConflictException();
    }

    private bool IsFull(StreamHead open) => open.SegmentBytes > 0
        && (open.SegmentBytes >= MaxSegmentBytes || time.GetUtcNow() - open.SegmentStartedAt >= MaxSegmentAge);

    private static readonly IReadOnlyDictionary<string, long> NoneKnown = new Dictionary<string, long>();
}
