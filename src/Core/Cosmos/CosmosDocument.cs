using System.Text.Json.Serialization;

namespace Serverless.Core.Cosmos;

/// <summary>What every document has. The names are the service's, and those in <see cref="CosmosContainers"/>.</summary>
public abstract record CosmosDocument
{
    /// <summary>Unique within the partition; without any of <c>% / \ ? #</c>.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>The partition key.</summary>
    [JsonPropertyName("pk")]
    public required string Partition { get; init; }

    /// <summary>The opaque version that a change must name; null in one that was not read.</summary>
    [JsonPropertyName("_etag")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ETag { get; init; }

    /// <summary>Seconds after its last write until the service removes it; null for never.</summary>
    [JsonPropertyName("ttl")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TimeToLive { get; init; }
}
