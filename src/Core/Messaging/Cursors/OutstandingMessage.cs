namespace Serverless.Core.Messaging.Cursors;

/// <summary>A message that a consumer has.</summary>
/// <param name="Number">Its sequence number.</param>
/// <param name="Attempt">Which delivery of the message this is, from 1.</param>
/// <param name="Lease">The lease that it was delivered under: one for each pull, random.</param>
/// <param name="Deadline">When the lease ends unless the message is settled or the lease extended; whole milliseconds.</param>
/// <param name="Key">Its ordering key, see <see cref="OrderingKeys"/>; 0 when it was not asked for.</param>
public readonly record struct OutstandingMessage(long Number, int Attempt, ulong Lease, DateTimeOffset Deadline, uint Key = 0)
{
    /// <summary>Of the messages of its lease, how many the consumer begins with at a time, in the order of their numbers; 0 when it did not say.</summary>
    public byte Concurrency { get; init; }
}
