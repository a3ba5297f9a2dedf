namespace Serverless.Client;

/// <summary>How a subscription is doing.</summary>
/// <param name="Backlog">Messages that are not done.</param>
/// <param name="OldestUnacknowledgedAge">Age of the oldest of them; null when there is none.</param>
/// <param name="Outstanding">Messages that consumers have.</param>
/// <param name="DeadLettered">Messages in the subscription's own list of dead letters.</param>
/// <param name="ExpiredUnacknowledged">Messages that outlived the topic's maximum age before they were done, ever.</param>
/// <param name="WindowFull">Whether no new messages are delivered until some that are out or failed are done.</param>
/// <param name="Paused">Whether nothing is delivered for now.</param>
/// <param name="Parked">Messages that were given back, failed or are delayed, and wait by themselves.</param>
/// <param name="DeadLetteredTotal">Messages dead-lettered, ever.</param>
public sealed record SubscriptionStats(
    long Backlog, TimeSpan? OldestUnacknowledgedAge, long Outstanding, long DeadLettered, long ExpiredUnacknowledged, bool WindowFull, bool Paused,
    long Parked = 0, long DeadLetteredTotal = 0);
