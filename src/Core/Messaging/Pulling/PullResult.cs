namespace Serverless.Core.Messaging.Pulling;

/// <summary>What a pull brought.</summary>
/// <param name="RetryAfter">When to ask again, where so many wait already that this one could not; null otherwise.</param>
public sealed record PullResult(IReadOnlyList<PulledMessage> Messages, TimeSpan? RetryAfter = null);
