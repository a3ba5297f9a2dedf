using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>What topics and subscriptions ask of the cursors.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface ISubscriptionCursors
{
    /// <summary>
    /// Makes the cursor of a subscription in each stream of its topic, where it has none yet: at the stream's end (its head is
    /// read after this call began), at its low mark, or at the first message of a time, as the subscription says. The
    /// subscription's row is there, not active yet.
    /// </summary>
    /// <returns>False if a stream is closed: the topic was deleted.</returns>
    Task<bool> TryCreateAsync(Topic topic, Subscription subscription, CancellationToken cancellationToken);

    /// <summary>The floor of every cursor in a stream, by subscription id: all messages below it are done. It may lag behind, never run ahead.</summary>
    Task<IReadOnlyDictionary<string, long>> FindFloorsAsync(StreamId stream, CancellationToken cancellationToken);

    /// <summary>
    /// Closes the cursors of a subscription that is being deleted, and the stream of its dead letters: from then on nothing is
    /// acknowledged by them, and nothing is added. No harm if repeated.
    /// </summary>
    /// <exception cref="Storage.WriteConflictException">Others wrote to the dead letters all the while.</exception>
    Task CloseAsync(string topicId, int shards, string subscriptionId, CancellationToken cancellationToken);

    /// <summary>Removes what was kept for a subscription that was deleted; no harm if repeated.</summary>
    /// <returns>Whether everything is gone; if not, call again.</returns>
    Task<bool> PurgeAsync(string topicId, int shards, string subscriptionId, CancellationToken cancellationToken);
}
