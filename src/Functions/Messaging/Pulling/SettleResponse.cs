using Serverless.Core.Messaging.Cursors;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary>What became of each ack id.</summary>
public sealed record SettleResponse(IReadOnlyList<SettledAckId> Results)
{
    public static SettleResponse Of(IReadOnlyList<string> ackIds, IReadOnlyList<SettleStatus> statuses) =>
        new([.. ackIds.Zip(statuses, (ackId, status) => new SettledAckId(ackId, status))]);
}
