namespace Serverless.Client.Messaging;

/// <summary>An ack, a nack with its delay, or an extension.</summary>
internal sealed record SettleRequest(IReadOnlyCollection<string> AckIds, TimeSpan? Delay = null, TimeSpan? By = null);
