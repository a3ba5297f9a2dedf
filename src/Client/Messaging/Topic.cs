using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>A topic.</summary>
public sealed record Topic : TopicSettings
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Names this state of it, for <see cref="WriteCondition.Has"/>; null where it came in a list.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>How long a topic keeps messages.</summary>
/// <param name="Mode">Until when.</param>
/// <param name="Duration">With <see cref="RetentionMode.KeepFor"/> alone.</param>
public sealed record Retention(RetentionMode Mode, TimeSpan? Duration = null);

/// <summary>What a topic is to be like; null for the service's default.</summary>
public record TopicSettings
{
    /// <summary>Streams that messages are spread over, by their ordering key; can't be changed. Null for 1.</summary>
    public int? Shards { get; init; }

    /// <summary>How long messages are kept; null for until they are acknowledged.</summary>
    public Retention? Retention { get; init; }

    /// <summary>The most that a message may age, acknowledged or not; null for 7 days.</summary>
    public TimeSpan? MaxAge { get; init; }
}

/// <summary>How long a topic keeps messages.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RetentionMode>))]
public enum RetentionMode
{
    /// <summary>Until every subscription has acknowledged them.</summary>
    UntilAcknowledged,

    /// <summary>For a time, acknowledged or not.</summary>
    KeepFor,
}
