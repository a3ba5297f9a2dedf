using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>A message to publish; it has <c>data</c> or <c>dataBase64</c>.</summary>
/// <remarks>Describes what <see cref="JsonMessage"/> reads.</remarks>
public sealed record MessageContract
{
    /// <summary>Any JSON, kept byte for byte.</summary>
    public JsonElement Data { get; init; }

    /// <summary>Bytes instead of JSON, in base64.</summary>
    public string? DataBase64 { get; init; }

    /// <summary>What subscriptions filter by: at most 50, with names of 1-100 of <c>A-Za-z0-9._-</c> and values of at most 2,048 characters.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <summary>Messages of one key keep their order.</summary>
    [StringLength(JsonMessage.MaxKeyLength, MinimumLength = 1)]
    public string? OrderingKey { get; init; }

    /// <summary>A repetition of this id within ten minutes is stored once; null for one that is made.</summary>
    [StringLength(JsonMessage.MaxKeyLength, MinimumLength = 1)]
    public string? MessageId { get; init; }
}
