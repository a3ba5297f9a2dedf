using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Publishing;

/// <summary>
/// Commits one batch after the other to one stream. The head is remembered from the last commit and read again only when
/// somebody else has changed it; an answer that got lost is found out by reading the entry at the expected number.
/// </summary>
internal sealed partial class StreamCommitter(
    StreamId stream, IMessageLog log, CommitNumbering numbering, CommitAnnouncer announcer, PublishMetrics metrics, StoreRetry retry, ILogger logger)
{
    private StoredHead? head;

    /// <summary>A commit that was sent and not answered: it may have been applied, or may still be.</summary>
    private PreparedCommit? unanswered;

    private bool hasEndpoints;

    /// <summary>Commits the batch and completes its messages, one way or the other. Never throws.</summary>
    public async Task CommitAsync(PublishBatch batch)
    {
        unanswered = null;
        try
        {
            if (await retry.RunAsync(_ => AttemptAsync(batch), CancellationToken.None) is not { } prepared)
            {
                metrics.CountMessages(PublishStatus.Gone, batch.Messages.Count);
                batch.FailAll(PublishStatus.Gone, stream);
                return;
            }

            metrics.CountCommit(prepared);
            announcer.Announce(stream, prepared, hasEndpoints);
            prepared.Complete(batch);
            if (hasEndpoints)
            {
                announcer.Deliver(stream, prepared);
            }
        }
        catch (Exception exception)
        {
            head = null;
            metrics.CountMessages(PublishStatus.Unavailable, batch.Messages.Count);
            LogFailed(logger, batch.Messages.Count, stream, exception);
            batch.FailAll(PublishStatus.Unavailable, stream);
        }
    }

    /// <returns>Null where the stream is closed.</returns>
    private async ValueTask<PreparedCommit?> AttemptAsync(PublishBatch batch)
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

        if (current.Head.ClosedAt is not null)
        {
            return null;
        }

        var prepared = unanswered ?? await numbering.PrepareAsync(batch, await OpenSegmentAsync(current));
        if (prepared.Commit is { } commit)
        {
            hasEndpoints = await announcer.PromiseAsync(stream);
            await WriteAsync(prepared, commit);
        }

        return prepared;
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
        if (!numbering.IsFull(current.Head))
        {
            return current;
        }

        head = null;
        return head = await log.TrySealAsync(current, CancellationToken.None) ?? throw new WriteConflictException();
    }

    [LoggerMessage(LogLevel.Warning, "{Messages} messages could not be published to stream {Stream}; they may have been stored.")]
    private static partial void LogFailed(ILogger logger, int messages, StreamId stream, Exception exception);
}
