using System.Collections.Frozen;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Publishing;

/// <summary>What is done before and after a commit, whatever the stream.</summary>
public sealed class CommitSteps(
    IMessageLog log, TopicDirectory topics, StreamWakeUps wakeUps, CommitIds commitIds, PublishMetrics metrics, TimeProvider time)
{
    /// <summary>A segment is a partition of the store, which has a limit (20 GB in Cosmos DB).</summary>
    public const long MaxSegmentBytes = 4L * 1_073_741_824;

    public static readonly TimeSpan MaxSegmentAge = TimeSpan.FromHours(24);

    private static readonly FrozenDictionary<string, long> NoneKnown = FrozenDictionary<string, long>.Empty;

    internal PublishMetrics Metrics => metrics;

    internal bool IsFull(StreamHead open) => open.SegmentBytes > 0
        && (open.SegmentBytes >= MaxSegmentBytes || time.GetUtcNow() - open.SegmentStartedAt >= MaxSegmentAge);

    /// <summary>Numbers the batch's messages on a head, and recognises those that were published before.</summary>
    internal async ValueTask<PreparedCommit> PrepareAsync(PublishBatch batch, StoredHead current)
    {
        var now = time.GetUtcNow();
        var keys = batch.Keys;
        var known = keys.Length == 0 ? NoneKnown : await log.FindIdsAsync(current.Stream, keys, now, CancellationToken.None);
        return PreparedCommit.Of(batch, current, known, commitIds.Next(), now);
    }

    /// <summary>Makes sure that the endpoints hear of the commit even if this process dies right after it.</summary>
    /// <returns>Whether there are endpoints.</returns>
    internal async ValueTask<bool> PromiseAsync(StreamId stream)
    {
        if ((await topics.FindPushSubscriptionsAsync(stream.TopicId, CancellationToken.None)).Count == 0)
        {
            return false;
        }

        await wakeUps.PromiseAsync(stream);
        return true;
    }

    /// <summary>Tells everybody who waits for messages.</summary>
    internal void Complete(StreamId stream, PreparedCommit prepared, bool fanOut)
    {
        metrics.CountCommit(prepared);
        if (prepared.Commit is { } commit)
        {
            wakeUps.Announce(stream, commit.Next.Next, fanOut);
        }
    }

    /// <summary>Begins to deliver what was committed, where this process may: after its publishers were answered.</summary>
    internal void Deliver(StreamId stream, PreparedCommit prepared)
    {
        if (prepared.Commit is not null)
        {
            wakeUps.Deliver(stream);
        }
    }
}
