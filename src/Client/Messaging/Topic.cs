namespace Serverless.Client.Messaging;

/// <summary>A topic.</summary>
public sealed record Topic : TopicSettings
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
