namespace Serverless.Core.Messaging;

/// <summary>A message in the log.</summary>
public sealed record StoredMessage
{
    /// <summary>Its number in the stream.</summary>
    public required long Sequence { get; init; }

    /// <summary>What its publisher called it, or a generated id that is unique for ever.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    public required MessageContent Content { get; init; }
}
