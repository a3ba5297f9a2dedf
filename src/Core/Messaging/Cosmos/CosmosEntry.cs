using System.Globalization;
using System.Text.Json.Serialization;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>An entry of the log. Queries that need no body leave it out.</summary>
internal sealed record CosmosEntry : CosmosDocument
{
    // The service's clock is another one, and the stream is to be trimmed before it has a hole.
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

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

    /// <summary>Until when it has to be kept; null for as long as nobody trims it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? KeptUntil { get; init; }

    /// <param name="keptUntil">The service removes it a day later.</param>
    public static CosmosEntry Of(string partition, PackedEntry entry, DateTimeOffset? keptUntil) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"e.{entry.First}"),
        Partition = partition,
        First = entry.First,
        Count = entry.Count,
        Commit = entry.CommitId,
        At = entry.CommittedAt,
        Body = entry.Body,
        Size = entry.Body.Length,
        KeptUntil = keptUntil,
        TimeToLive = keptUntil is { } end ? (int)Math.Ceiling((end - entry.CommittedAt + Margin).TotalSeconds) : null,
    };

    public PackedEntry Packed() => new(First, Count, Commit, At, Body) { KeptUntil = KeptUntil };
}
