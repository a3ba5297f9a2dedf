using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>A cursor's document, alone in its partition: subscriptions of one stream do not crowd each other.</summary>
internal sealed record CosmosCursor : CosmosDocument
{
    public const string FixedId = "cursor";

    /// <summary>What <see cref="CursorCodec"/> made.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }

    public static string PartitionOf(CursorId id) => $"{id.Stream}.{id.SubscriptionId}";

    public static CosmosCursor Of(CursorId id, CursorState state) =>
        new() { Id = FixedId, Partition = PartitionOf(id), State = CursorCodec.Write(state) };
}
