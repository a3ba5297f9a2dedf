using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>A cursor's document or a page beside it, in a partition of their own: subscriptions of one stream do not crowd each other.</summary>
internal sealed record CosmosCursor : CosmosDocument
{
    public const string FixedId = "cursor";

    /// <summary>What <see cref="CursorCodec"/> or, for a page, <see cref="ParkedCodec"/> made.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }

    public static string PartitionOf(CursorId id) => $"{id.Stream}.{id.SubscriptionId}";

    public static string IdOf(long page) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"page-{page}");

    public static CosmosCursor Of(CursorId id, ParkedPage page) =>
        new() { Id = IdOf(page.Id), Partition = PartitionOf(id), State = ParkedCodec.WritePage(page) };

    public static CosmosCursor Of(CursorId id, CursorState state) =>
        new() { Id = FixedId, Partition = PartitionOf(id), State = CursorCodec.Write(state) };
}
