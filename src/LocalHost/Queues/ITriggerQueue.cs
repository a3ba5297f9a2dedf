namespace Serverless.LocalHost.Queues;

/// <summary>The receiving side of the work queue, as the host's queue triggers use it.</summary>
public interface ITriggerQueue
{
    /// <summary>Takes up to <paramref name="max"/> visible messages, oldest first, and hides them for <paramref name="lease"/>.</summary>
    Task<IReadOnlyList<LeasedMessage>> LeaseAsync(string queue, int max, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Hides a leased message for <paramref name="lease"/> from now; false if the lease was lost.</summary>
    Task<bool> TryExtendAsync(LeasedMessage message, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Removes a leased message; false if the lease was lost.</summary>
    Task<bool> TryDeleteAsync(LeasedMessage message, CancellationToken cancellationToken);

    /// <summary>Moves a leased message to another queue, dequeue count 0; false if the lease was lost. A crash in between may double it, never lose it.</summary>
    Task<bool> TryMoveAsync(LeasedMessage message, string toQueue, CancellationToken cancellationToken);

    /// <summary>
    /// Completes when a message may have become visible in the queue, and at the latest after <paramref name="atMost"/>.
    /// </summary>
    Task WaitAsync(string queue, TimeSpan atMost, CancellationToken cancellationToken);
}

/// <summary>A message taken from a queue for a while.</summary>
/// <param name="Receipt">Proves the lease: void once the lease has run out and another took the message.</param>
/// <param name="DequeueCount">How often the message has been leased, this time included.</param>
public sealed record LeasedMessage(string Queue, string Id, string Receipt, string Body, int DequeueCount, DateTimeOffset InsertedAt);
