using System.Globalization;
using System.Text.Json.Serialization;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>An entry of the log. Queries that need no body leave it out.</summary>
internal sealed record CosmosEntry : CosmosDocument
{
    /// <summary>Number of its first message.</summary>
    [JsonPropertyName("seq")]
    public required long First { get; init; }

    public required int Count { get; init; }

    public required Guid Commit { get; init; }

    public required DateTimeOffset At { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Bytes of the body, for those who don't read it; null in entries of earlier versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Size { get; init; }

    public static CosmosEntry Of(string partition, PackedEntry entry) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"e.{entry.First}"),
        Partition = partition,
        First = entry.First,
        Count = entry.Count,
        Commit = entry.CommitId,
        At = entry.CommittedAt,
        Body = entry.Body,
        Size = entry.Body.Length,
    };

    public PackedEntry Packed() => new(First, Count, Commit, At, Body);
}
