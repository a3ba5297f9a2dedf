namespace Serverless.Core.Messaging.Log;

/// <summary>What one commit wrote: messages with consecutive numbers.</summary>
public sealed record LogEntry(StreamId Stream, long FirstSequence, Guid CommitId, DateTimeOffset CommittedAt, IReadOnlyList<StoredMessage> Messages)
{
    /// <summary>Number of the first message after it.</summary>
    public long Next => FirstSequence + Messages.Count;
}
