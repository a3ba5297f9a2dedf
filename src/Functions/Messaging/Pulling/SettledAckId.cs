using Serverless.Core.Messaging.Cursors;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary>What became of an ack id.</summary>
public sealed record SettledAckId(string AckId, SettleStatus Status);
