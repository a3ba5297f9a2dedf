namespace Serverless.Client.Messaging;

/// <summary>The answer to a <see cref="PublishBatch"/>.</summary>
internal sealed record PublishAnswer(IReadOnlyList<PublishResult> Results);
