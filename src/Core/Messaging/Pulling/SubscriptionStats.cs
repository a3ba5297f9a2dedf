namespace Serverless.Core.Messaging.Pulling;

/// <summary>How a subscription is doing, over all streams.</summary>
/// <param name="Backlog">Messages that are not done; those that a filter will pass over count until they are looked at.</param>
/// <param name="OldestUnacknowledgedAge">Age of the oldest message that is not done; null when all are.</param>
/// <param name="Outstanding">Messages that consumers have.</param>
/// <param name="DeadLettered">Messages in its own list of dead letters.</param>
/// <param name="ExpiredUnacknowledged">Messages that outlived the topic's maximum age before they were done, ever.</param>
/// <param name="WindowFull">A stream delivers no new messages until some that are out or failed are done.</param>
public sealed record SubscriptionStats(
    long Backlog,
    TimeSpan? OldestUnacknowledgedAge,
    long Outstanding,
    long DeadLettered,
    long ExpiredUnacknowledged,
    bool WindowFull,
    bool Paused)
{
    /// <summary>Messages that were given back, failed or are delayed, and wait by themselves; they count as backlog.</summary>
    public long Parked { get; init; }

    /// <summary>Messages dead-lettered, ever, wherever they went.</summary>
    public long DeadLetteredTotal { get; init; }
}
