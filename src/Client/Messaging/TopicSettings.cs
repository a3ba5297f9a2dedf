namespace Serverless.Client.Messaging;

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
