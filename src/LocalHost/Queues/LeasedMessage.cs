namespace Serverless.LocalHost.Queues;

/// <summary>A message taken from a queue for a while.</summary>
/// <param name="Receipt">Proves the lease: void once the lease has run out and another took the message.</param>
/// <param name="DequeueCount">How often the message has been leased, this time included.</param>
public sealed record LeasedMessage(string Queue, string Id, string Receipt, string Body, int DequeueCount, DateTimeOffset InsertedAt);
