namespace Serverless.Client.Messaging;

/// <summary>An ack, a nack with its delay, or an extension.</summary>
/// <param name="CountAttempt">False for messages that nobody has begun with; null for true.</param>
internal sealed record SettleRequest(IReadOnlyCollection<string> AckIds, TimeSpan? Delay = null, TimeSpan? By = null, bool? CountAttempt = null);
