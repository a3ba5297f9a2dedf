namespace Serverless.Core.Messaging.Topics;

/// <summary>When a message may be removed, within the topic's <see cref="Topic.MaxAge"/>.</summary>
/// <param name="Duration">How long messages are kept with <see cref="RetentionMode.KeepFor"/>; else null.</param>
public sealed record Retention(RetentionMode Mode, TimeSpan? Duration = null)
{
    public static Retention UntilAcknowledged { get; } = new(RetentionMode.UntilAcknowledged);

    public static Retention KeepFor(TimeSpan duration) => new(RetentionMode.KeepFor, duration);
}
