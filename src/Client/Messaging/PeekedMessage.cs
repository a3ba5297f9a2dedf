using System.Text.Json;

namespace Serverless.Client;

/// <summary>A message that is not done, as a look shows it.</summary>
public sealed record PeekedMessage
{
    /// <summary>The message's id, the same at every delivery.</summary>
    public required string Id { get; init; }

    /// <summary>Its number within its shard.</summary>
    public long Sequence { get; init; }

    /// <summary>The data, if it is JSON.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>The data, if it is bytes.</summary>
    public byte[]? DataBase64 { get; init; }

    /// <summary>Names and values that it was published with.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>The key whose messages are in order; null for none.</summary>
    public string? OrderingKey { get; init; }

    /// <summary>When it was stored.</summary>
    public DateTimeOffset PublishedAt { get; init; }

    /// <summary><c>waiting</c> for its turn; <c>leased</c>: a consumer has it; <c>delayed</c>: it waits for its next attempt.</summary>
    public required string State { get; init; }

    /// <summary>Deliveries so far.</summary>
    public int Attempts { get; init; }

    /// <summary>When its lease or its delay ends; null where it just waits.</summary>
    public DateTimeOffset? Due { get; init; }
}

/// <summary>What a look showed.</summary>
/// <param name="HasMore">There may be more messages that are not done.</param>
public sealed record PeekResult(IReadOnlyList<PeekedMessage> Messages, bool HasMore);

/// <summary>A request for a look.</summary>
internal sealed record PeekRequest(int Max);
