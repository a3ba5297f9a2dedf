namespace Serverless.Core.Messaging.Topics;

/// <summary>What a user asks of the keeping of messages.</summary>
public sealed record RetentionRequest
{
    /// <summary><c>untilAcknowledged</c> or <c>keepFor</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>With <c>keepFor</c> alone.</summary>
    public TimeSpan? Duration { get; init; }
}
