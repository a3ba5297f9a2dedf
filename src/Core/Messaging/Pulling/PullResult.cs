namespace Serverless.Core.Messaging.Pulling;

/// <summary>What a pull brought.</summary>
/// <param name="RetryAfter">When to ask again, where so many wait already that this one could not; null otherwise.</param>
public sealed record PullResult(IReadOnlyList<PulledMessage> Messages, TimeSpan? RetryAfter = null);

/// <summary>A message as it is delivered to a pull.</summary>
/// <param name="AckId">What it is settled by.</param>
/// <param name="Attempt">Which delivery of the message this is, from 1.</param>
public sealed record PulledMessage(string AckId, StoredMessage Message, int Attempt);
