using System.Text.Json.Serialization;

namespace Serverless.Core.Cosmos;

/// <summary>What the service answers a query with.</summary>
public sealed record CosmosPage<T>
{
    [JsonPropertyName("Documents")]
    public required IReadOnlyList<T> Documents { get; init; }
}
