using System.ComponentModel.DataAnnotations;

namespace Serverless.Core.Messaging.Administration;

/// <summary>How long messages are kept.</summary>
public sealed record RetentionRequest
{
    /// <summary><c>untilAcknowledged</c> or <c>keepFor</c>.</summary>
    [Required]
    [AllowedValues(TopicRules.UntilAcknowledged, TopicRules.KeepFor)]
    public string? Mode { get; init; }

    /// <summary>With <c>keepFor</c> alone: PT1S up to the topic's <c>maxAge</c>.</summary>
    public TimeSpan? Duration { get; init; }
}
