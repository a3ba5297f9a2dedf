namespace Serverless.Client;

/// <summary>A request for messages.</summary>
/// <param name="Concurrency">How many of them are begun with at a time, in their order; null when that is not known.</param>
internal sealed record PullRequest(int Max, TimeSpan Wait, int? Concurrency = null);

/// <summary>The answer to a <see cref="PullRequest"/>.</summary>
internal sealed record PullAnswer(IReadOnlyList<PulledMessage> Messages, TimeSpan? RetryAfter);
