using System.Collections.ObjectModel;
using System.Text.Json;

namespace Serverless.Client;

/// <summary>A message under a lease.</summary>
public record PulledMessage
{
    /// <summary>What the message is settled by.</summary>
    public required string AckId { get; init; }

    /// <summary>The message's id, the same at every delivery.</summary>
    public required string Id { get; init; }

    /// <summary>Its number within its shard.</summary>
    public required long Sequence { get; init; }

    /// <summary>The data, if it is JSON.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>The data, if it is bytes.</summary>
    public byte[]? DataBase64 { get; init; }

    /// <summary>Names and values that it was published with.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init => field = value ?? ReadOnlyDictionary<string, string>.Empty; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The key whose messages are in order; null for none.</summary>
    public string? OrderingKey { get; init; }

    /// <summary>When it was stored.</summary>
    public DateTimeOffset PublishedAt { get; init; }

    /// <summary>Which delivery this is, from 1.</summary>
    public int Attempt { get; init; }
}
