using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Publishing;

/// <summary>A batch with its numbers: what is to be committed on one state of the head, and what each publisher is to be told then.</summary>
/// <param name="Commit">Null when every message is a repetition.</param>
/// <param name="Results">Of the batch's messages, in their order.</param>
internal sealed record PreparedCommit(LogCommit? Commit, PublishResult[] Results)
{
    /// <param name="known">Numbers of the batch's keys that were published already, as of the head.</param>
    public static PreparedCommit Of(
        PublishBatch batch, StoredHead head, IReadOnlyDictionary<string, long> known, Guid commitId, DateTimeOffset now)
    {
        var numbering = new Numbering(head, known);
        var results = new PublishResult[batch.Messages.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = numbering.Number(batch.Messages[i]);
        }

        return new PreparedCommit(numbering.Accepted.Count == 0 ? null : CommitOf(batch, head, numbering, commitId, now), results);
    }

    public void Complete(PublishBatch batch)
    {
        for (var i = 0; i < Results.Length; i++)
        {
            batch.Messages[i].Complete(Results[i]);
        }
    }

    private static LogCommit CommitOf(PublishBatch batch, StoredHead head, Numbering numbering, Guid commitId, DateTimeOffset now)
    {
        // Time goes on along a stream, whatever the clocks of its publishers say.
        var committedAt = (now > head.Head.CommittedAt ? now : head.Head.CommittedAt).ToMilliseconds();
        var entry = new PackedEntry(head.Head.Next, numbering.Accepted.Count, commitId, committedAt, MessagePacking.Join(numbering.Accepted));
        var next = head.Head with
        {
            Next = entry.Next,
            Active = true,
            SegmentStartedAt = head.Head.SegmentBytes == 0 ? committedAt : head.Head.SegmentStartedAt,
            SegmentBytes = head.Head.SegmentBytes + entry.Body.Length,
            CommittedAt = committedAt,
        };
        return new LogCommit(head, next, entry, numbering.Ids)
        {
            IdsExpireAt = now + MessageIdentity.Window,
            TicketsExpireAt = now + MessageIdentity.TicketWindow,
            KeptFor = batch.KeptFor,
        };
    }

    /// <summary>Gives numbers to new messages, and to repetitions the number of the first one.</summary>
    private sealed class Numbering(StoredHead head, IReadOnlyDictionary<string, long> known)
    {
        private readonly Dictionary<string, long> given = new(StringComparer.Ordinal);

        public List<byte[]> Accepted { get; } = [];

        public List<PublishedId> Ids { get; } = [];

        public PublishResult Number(in WaitingMessage message)
        {
            if (message.Key is { } key && (known.TryGetValue(key, out var first) || given.TryGetValue(key, out first)))
            {
                return new PublishResult(PublishStatus.Duplicate, head.Stream, message.Id, first);
            }

            var sequence = head.Head.Next + Accepted.Count;
            Accepted.Add(message.Packed);
            if (message.Key is { } fresh)
            {
                given.Add(fresh, sequence);
                Ids.Add(new PublishedId(fresh, sequence));
            }

            return new PublishResult(PublishStatus.Published, head.Stream, message.Id ?? MessageIdentity.Generated(head.Stream, sequence), sequence);
        }
    }
}
