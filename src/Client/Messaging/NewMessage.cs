using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Serverless.Client;

/// <summary>A message to be published, with <see cref="Data"/> or <see cref="DataBase64"/>.</summary>
public sealed record NewMessage
{
    /// <summary>Any JSON.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>Bytes, where the data is no JSON.</summary>
    public byte[]? DataBase64 { get; init; }

    /// <summary>Names and values that subscriptions can filter by.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <summary>Messages of one key stay in order, for ordered subscriptions; 1-256 characters.</summary>
    public string? OrderingKey { get; init; }

    /// <summary>What makes a retryMode within ten minutes the same message, 1-256 characters; null for one that the client makes.</summary>
    public string? MessageId { get; init; }

    /// <summary>Not to be delivered before this time, up to 7 days ahead; null, or one that has passed, for at once.</summary>
    public DateTimeOffset? DeliverAt { get; init; }

    /// <summary>Not to be delivered before so long has passed, up to 7 days; null or zero for at once. Instead of <see cref="DeliverAt"/>.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>A message whose data is a value as JSON.</summary>
    public static NewMessage Of<T>(T data, JsonTypeInfo<T> type) => new() { Data = JsonSerializer.SerializeToElement(data, type) };

    /// <summary>A message whose data is a text.</summary>
    public static NewMessage Of(string data) => new() { Data = JsonSerializer.SerializeToElement(data, ProblemJson.Web.String) };

    /// <summary>A message whose data is bytes.</summary>
    public static NewMessage Of(byte[] data) => new() { DataBase64 = data };
}

/// <summary>A request to publish.</summary>
internal sealed record PublishBatch(IReadOnlyList<NewMessage> Messages);
