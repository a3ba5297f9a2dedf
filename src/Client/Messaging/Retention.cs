namespace Serverless.Client.Messaging;

/// <summary>How long a topic keeps messages.</summary>
/// <param name="Mode">Until when.</param>
/// <param name="Duration">With <see cref="RetentionMode.KeepFor"/> alone.</param>
public sealed record Retention(RetentionMode Mode, TimeSpan? Duration = null);
