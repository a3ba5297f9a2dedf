namespace Serverless.Client;

/// <summary>How a subscription is read.</summary>
public sealed record SubscribeOptions
{
    /// <summary>Messages that this consumer has at most, fetched ahead and being handled, 1-1000. What the loop never came to counts no delivery attempt.</summary>
    public int Prefetch { get; init; } = 50;

    /// <summary>How long one request waits for messages, up to 20 seconds.</summary>
    public TimeSpan Wait { get; init; } = SubscriptionsClient.LongestWait;

    /// <summary>
    /// What leases are extended by, every third of it, 10 seconds to 10 minutes; never above the subscription's ack deadline.
    /// Null to ask the subscription, or 30 seconds if the key may not read it (it lacks <c>topics.manage</c>).
    /// </summary>
    public TimeSpan? AckDeadline { get; init; }

    /// <summary>When a message comes again after the loop was left while it was handled, up to 12 hours; null for the subscription's backoff.</summary>
    public TimeSpan? NackDelay { get; init; }

    /// <summary>
    /// True to settle every message by <see cref="ReceivedMessage.AckAsync"/> or <see cref="ReceivedMessage.NackAsync"/>; moving on
    /// acknowledges nothing. For handlers that run side by side, as in <c>Parallel.ForEachAsync</c>.
    /// </summary>
    public bool ManualAck { get; init; }

    /// <summary>How long leaving the loop may take, to send the last acknowledgements and give back what is left.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(10);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Prefetch, 1, nameof(Prefetch));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Prefetch, 1_000, nameof(Prefetch));
        ArgumentOutOfRangeException.ThrowIfLessThan(Wait, TimeSpan.Zero, nameof(Wait));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Wait, SubscriptionsClient.LongestWait, nameof(Wait));
        ArgumentOutOfRangeException.ThrowIfLessThan(AckDeadline ?? TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), nameof(AckDeadline));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(AckDeadline ?? TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10), nameof(AckDeadline));
        ArgumentOutOfRangeException.ThrowIfLessThan(ShutdownTimeout, TimeSpan.Zero, nameof(ShutdownTimeout));
    }
}
