using System.Collections.ObjectModel;
using System.Text.Json;

namespace Serverless.Client;

/// <summary>A message that could not be delivered.</summary>
public sealed record DeadLetter
{
    /// <summary>The message's id, as it was published; to replay it by.</summary>
    public required string Id { get; init; }

    /// <summary>The same.</summary>
    public string? MessageId { get; init; }

    /// <summary>Its number in the list.</summary>
    public long Sequence { get; init; }

    /// <summary>The data, if it is JSON.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>The data, if it is bytes.</summary>
    public byte[]? DataBase64 { get; init; }

    /// <summary>Names and values that it was published with.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init => field = value ?? ReadOnlyDictionary<string, string>.Empty; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The key whose messages are in order; null for none.</summary>
    public string? OrderingKey { get; init; }

    /// <summary>When it was published.</summary>
    public DateTimeOffset PublishedAt { get; init; }

    /// <summary>When it was put here.</summary>
    public DateTimeOffset DeadLetteredAt { get; init; }

    /// <summary>Why it is here.</summary>
    public string? Reason { get; init; }

    /// <summary>Deliveries in all.</summary>
    public int? Attempts { get; init; }

    /// <summary>What the endpoint answered last; null when it did not, or messages are pulled.</summary>
    public int? LastStatus { get; init; }
}
