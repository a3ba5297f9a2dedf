namespace Serverless.Client.Messaging;

/// <summary>A request to publish.</summary>
internal sealed record PublishBatch(IReadOnlyList<NewMessage> Messages);
