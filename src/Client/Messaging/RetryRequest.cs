namespace Serverless.Client;

/// <summary>Which messages are to be delivered now.</summary>
internal sealed record RetryRequest(IReadOnlyCollection<string>? Ids, bool? All);

/// <summary>What became of a retry.</summary>
/// <param name="Retried">Messages that waited for their next attempt, and are due now.</param>
/// <param name="NotWaiting">Ids that were asked for of which no message waited.</param>
/// <param name="Hint">What applies to a subscription that is paused or pulled; null for nothing.</param>
public sealed record RetryResult(int Retried, IReadOnlyList<string> NotWaiting, string? Hint = null);
