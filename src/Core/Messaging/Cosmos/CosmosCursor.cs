using System.Text.Json.Serialization;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>A cursor's document or a page beside it, in a partition of their own: subscriptions of one stream do not crowd each other.</summary>
internal sealed record CosmosCursor : CosmosDocument
{
    public const string FixedId = "cursor";

    // Longer than is promised, because the service's clock is another one.
    private static readonly int ClosedSeconds = (int)(2 * ICursorStore.ClosedFor).TotalSeconds;

    /// <summary>What <see cref="CursorCodec"/> or, for a page, <see cref="ParkedCodec"/> made; nothing in a closed one.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }

    /// <summary>Whether it is closed: there is no cursor any more, and none can be added.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsClosed { get; init; }

    public static string PartitionOf(CursorId id) => $"{id.Stream}.{id.SubscriptionId}";

    public static string IdOf(long page) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"page-{page}");

    public static CosmosCursor Of(CursorId id, ParkedPage page) =>
        new() { Id = IdOf(page.Id), Partition = PartitionOf(id), State = ParkedCodec.WritePage(page) };

    public static CosmosCursor Of(CursorId id, CursorState state) =>
        new() { Id = FixedId, Partition = PartitionOf(id), State = CursorCodec.Write(state) };

    public static CosmosCursor ClosedOf(CursorId id) =>
        new() { Id = FixedId, Partition = PartitionOf(id), State = default, IsClosed = true, TimeToLive = ClosedSeconds };
}
