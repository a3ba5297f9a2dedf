using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>A subscription.</summary>
public sealed record Subscription : SubscriptionSettings
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its topic.</summary>
    public required string Topic { get; init; }

    /// <summary>Names this state of it, for <see cref="WriteCondition.Has"/>; null where it came in a list.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }

    /// <summary>Whether the endpoint has agreed; null when messages are pulled.</summary>
    public bool? Verified { get; init; }

    /// <summary>Why it was paused by the service; null when it was not.</summary>
    public string? PausedReason { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
