using System.Collections.Frozen;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Publishing;

/// <summary>Gives the messages of a commit their numbers, and recognises those that were published before.</summary>
public sealed class CommitNumbering(IMessageLog log, CommitIds commitIds, TimeProvider time)
{
    private static readonly FrozenDictionary<string, long> NoneKnown = FrozenDictionary<string, long>.Empty;

    /// <summary>Numbers a batch on a head, the open segment of which has room.</summary>
    internal async ValueTask<PreparedCommit> PrepareAsync(PublishBatch batch, StoredHead current)
    {
        var now = time.GetUtcNow();
        var keys = batch.Keys;
        var known = keys.Length == 0 ? NoneKnown : await log.FindIdsAsync(current.Stream, keys, now, CancellationToken.None);
        return PreparedCommit.Of(batch, current, known, commitIds.Next(), now);
    }

    /// <summary>Whether a commit has to go to the next segment.</summary>
    internal bool IsFull(StreamHead open) => open.IsFull(time.GetUtcNow());
}
