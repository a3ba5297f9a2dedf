using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Publishing;

/// <summary>Tells of commits: endpoints are promised to hear of one before it begins, and everybody hears of it after it.</summary>
public sealed class CommitAnnouncer(TopicDirectory topics, StreamWakeUps wakeUps)
{
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
    internal void Announce(StreamId stream, PreparedCommit prepared, bool fanOut)
    {
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
