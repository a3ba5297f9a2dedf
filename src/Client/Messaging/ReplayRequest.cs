namespace Serverless.Client.Messaging;

/// <summary>Which dead letters are to be delivered again.</summary>
internal sealed record ReplayRequest(IReadOnlyCollection<string>? Ids);
