namespace Serverless.Client;

/// <summary>An ack, a nack with its delay, or an extension.</summary>
/// <param name="CountAttempt">False for messages that nobody has begun with; null for true.</param>
internal sealed record SettleRequest(IReadOnlyCollection<string> AckIds, TimeSpan? Delay = null, TimeSpan? By = null, bool? CountAttempt = null);

/// <summary>The answer to a <see cref="SettleRequest"/>.</summary>
internal sealed record SettleAnswer(IReadOnlyList<SettledMessage> Results);

/// <summary>What became of an ack id.</summary>
/// <param name="AckId">The ack id.</param>
/// <param name="Status">What became of it.</param>
public sealed record SettledMessage(string AckId, SettleStatus Status);
