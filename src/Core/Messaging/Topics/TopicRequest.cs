namespace Serverless.Core.Messaging.Topics;

/// <summary>What a user asks of a topic; null for the default. What only the system says is taken too, so that an answer can be sent back as it came.</summary>
public sealed record TopicRequest
{
    public int? Shards { get; init; }

    public RetentionRequest? Retention { get; init; }

    public TimeSpan? MaxAge { get; init; }

    /// <summary>The name in the path, if given.</summary>
    public string? Name { get; init; }

    /// <summary>Not heeded.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
