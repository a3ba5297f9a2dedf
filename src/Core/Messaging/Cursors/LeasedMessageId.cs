namespace Serverless.Core.Messaging.Cursors;

/// <summary>A message under a lease, as an ack id names it.</summary>
public readonly record struct LeasedMessageId(long Number, ulong Lease);
