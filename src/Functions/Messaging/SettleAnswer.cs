using Serverless.Core.Messaging.Cursors;

namespace Serverless.Functions.Messaging;

/// <summary>What became of each ack id.</summary>
public sealed record SettleAnswer(IReadOnlyList<SettledAckId> Results)
{
    public static SettleAnswer Of(IReadOnlyList<string> ackIds, IReadOnlyList<SettleStatus> statuses) =>
        new([.. ackIds.Zip(statuses, (ackId, status) => new SettledAckId(ackId, status))]);
}
