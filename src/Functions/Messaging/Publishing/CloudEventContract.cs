using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>A CloudEvent 1.0 in JSON, with any extensions.</summary>
/// <remarks>Describes what <see cref="JsonCloudEvent"/> reads.</remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record CloudEventContract
{
    /// <summary>Of the specification.</summary>
    [Required]
    [AllowedValues("1.0")]
    [JsonPropertyName("specversion")]
    public string? SpecVersion { get; init; }

    /// <summary>With <c>source</c>, what repetitions are recognised by.</summary>
    [Required]
    [MinLength(1)]
    public string? Id { get; init; }

    /// <summary>Where the event happened.</summary>
    [Required]
    [MinLength(1)]
    public string? Source { get; init; }

    /// <summary>What happened.</summary>
    [Required]
    [MinLength(1)]
    public string? Type { get; init; }

    /// <summary>What it happened to.</summary>
    public string? Subject { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Media type of the data.</summary>
    [JsonPropertyName("datacontenttype")]
    public string? DataContentType { get; init; }

    /// <summary>Schema of the data.</summary>
    [JsonPropertyName("dataschema")]
    public string? DataSchema { get; init; }

    /// <summary>The ordering key.</summary>
    [StringLength(MessageContract.MaxKeyLength, MinimumLength = 1)]
    [JsonPropertyName("partitionkey")]
    public string? PartitionKey { get; init; }

    /// <summary>Any JSON.</summary>
    public JsonElement Data { get; init; }

    /// <summary>Bytes instead of JSON, in base64.</summary>
    [JsonPropertyName("data_base64")]
    public string? DataBase64 { get; init; }
}
