namespace Serverless.Core.Messaging.Cursors;

/// <summary>A message that a consumer has.</summary>
/// <param name="Number">Its sequence number.</param>
/// <param name="Attempt">Which delivery of the message this is, from 1.</param>
/// <param name="Lease">The lease that it was delivered under: one for each pull, random.</param>
/// <param name="Deadline">When the lease ends unless the message is settled or the lease extended; whole milliseconds.</param>
public readonly record struct OutstandingMessage(long Number, int Attempt, ulong Lease, DateTimeOffset Deadline);
