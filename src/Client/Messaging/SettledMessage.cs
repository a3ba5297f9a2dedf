namespace Serverless.Client.Messaging;

/// <summary>What became of an ack id.</summary>
/// <param name="AckId">The ack id.</param>
/// <param name="Status">What became of it.</param>
public sealed record SettledMessage(string AckId, SettleStatus Status);
