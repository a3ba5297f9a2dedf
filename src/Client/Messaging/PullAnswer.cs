namespace Serverless.Client.Messaging;

/// <summary>The answer to a <see cref="PullRequest"/>.</summary>
internal sealed record PullAnswer(IReadOnlyList<PulledMessage> Messages, TimeSpan? RetryAfter);
