using System.Text.Json;

namespace Serverless.Client;

/// <summary>A message that waits for its time.</summary>
public sealed record ScheduledMessage
{
    /// <summary>The message's id, as publishing answered; to cancel it by.</summary>
    public required string Id { get; init; }

    /// <summary>When it is due.</summary>
    public DateTimeOffset DeliverAt { get; init; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset AcceptedAt { get; init; }

    /// <summary>The data, if it is JSON and the key may subscribe to the topic.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>The data, if it is bytes and the key may subscribe to the topic.</summary>
    public byte[]? DataBase64 { get; init; }

    /// <summary>Names and values that it was published with.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>The key whose messages are in order; null for none.</summary>
    public string? OrderingKey { get; init; }

    /// <summary>Whether it is being delivered, and can't be cancelled any more.</summary>
    public bool Moving { get; init; }
}
