namespace Serverless.Client.Messaging;

/// <summary>A request for messages.</summary>
internal sealed record PullRequest(int Max, TimeSpan Wait);
