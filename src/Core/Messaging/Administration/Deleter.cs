using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Administration;

/// <summary>
/// Deletes topics and subscriptions: the row says so first, then every stream or cursor is closed, then a tombstone takes the
/// row's place. Killed in between, whoever meets the row next goes on. When the tombstone is there, no instance can commit to
/// the streams or settle by the cursors any more, however old what it remembers of the name.
/// </summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when a store does not answer; to be repeated.</remarks>
public sealed class Deleter(ITopicStore store, StreamCloser streams, ISubscriptionCursors cursors, StreamWakeUps wakeUps, TimeProvider time)
{
    /// <summary>Deletes a topic; its subscriptions go with it when it is purged.</summary>
    /// <returns>False if its row has changed since it was read.</returns>
    public async Task<bool> TryDeleteAsync(StoredTopic current, CancellationToken cancellationToken)
    {
        if (await TryMarkAsync(current, cancellationToken) is not { Topic: var topic } marked)
        {
            return false;
        }

        foreach (var stream in topic.Streams())
        {
            await streams.CloseAsync(stream, cancellationToken);
        }

        var tombstone = new Tombstone(topic.Id, null, topic.Name, topic.Shards, Now());
        return await store.TryDeleteTopicAsync(marked, tombstone, cancellationToken) && Announce(topic.Id, topic.Shards);
    }

    /// <summary>Deletes a subscription, or what is left of the attempt to make one.</summary>
    /// <param name="shards">Number of its topic's streams.</param>
    /// <inheritdoc cref="TryDeleteAsync(StoredTopic, CancellationToken)"/>
    public async Task<bool> TryDeleteAsync(StoredSubscription current, int shards, CancellationToken cancellationToken)
    {
        if (await TryMarkAsync(current, cancellationToken) is not { Subscription: var subscription } marked)
        {
            return false;
        }

        await cursors.CloseAsync(subscription.TopicId, shards, subscription.Id, cancellationToken);
        var tombstone = new Tombstone(subscription.TopicId, subscription.Id, subscription.Name, shards, Now());
        return await store.TryDeleteSubscriptionAsync(marked, tombstone, cancellationToken) && Announce(subscription.TopicId, shards);
    }

    /// <summary>Whether a topic was deleted before this was asked, even where that can't be seen of its row yet.</summary>
    public Task<bool> IsDeletedAsync(Topic topic, CancellationToken cancellationToken) => streams.IsClosedAsync(topic.Streams().First(), cancellationToken);

    private async Task<StoredTopic?> TryMarkAsync(StoredTopic current, CancellationToken cancellationToken)
    {
        if (current.Topic.Deleting)
        {
            return current;
        }

        return await store.TryReplaceTopicAsync(current, current.Topic with { Deleting = true }, cancellationToken)
            && await store.FindTopicAsync(current.Topic.Name, cancellationToken) is { Topic.Deleting: true } marked
            && marked.Topic.Id == current.Topic.Id
                ? marked
                : null;
    }

    private async Task<StoredSubscription?> TryMarkAsync(StoredSubscription current, CancellationToken cancellationToken)
    {
        var subscription = current.Subscription;
        if (subscription.Deleting)
        {
            return current;
        }

        return await store.TryReplaceSubscriptionAsync(current, subscription with { Active = false, Deleting = true }, cancellationToken)
            && await store.FindSubscriptionAsync(subscription.TopicId, subscription.Name, cancellationToken) is { Subscription.Deleting: true } marked
            && marked.Subscription.Id == subscription.Id
                ? marked
                : null;
    }

    private DateTimeOffset Now() => time.GetUtcNow().ToMilliseconds();

    // Who waits for messages of what is gone looks again, and finds out.
    private bool Announce(string topicId, int shards)
    {
        for (var shard = 0; shard < shards; shard++)
        {
            wakeUps.AnnounceEnd(new StreamId(topicId, shard));
        }

        return true;
    }
}
