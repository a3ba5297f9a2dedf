using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>A planted bug: who purges does not see that something is there again.</summary>
internal sealed class BlindTopicStore(ITopicStore inner) : ITopicStore
{
    public Task<StoredTopic?> FindTopicAsync(string name, CancellationToken cancellationToken) => Task.FromResult<StoredTopic?>(null);

    public Task<IReadOnlyList<StoredTopic>> ListTopicsAsync(string? after, int limit, CancellationToken cancellationToken) =>
        inner.ListTopicsAsync(after, limit, cancellationToken);

    public Task<bool> TryAddTopicAsync(Topic topic, CancellationToken cancellationToken) => inner.TryAddTopicAsync(topic, cancellationToken);

    public Task<bool> TryReplaceTopicAsync(StoredTopic current, Topic next, CancellationToken cancellationToken) =>
        inner.TryReplaceTopicAsync(current, next, cancellationToken);

    public Task<bool> TryDeleteTopicAsync(StoredTopic current, Tombstone tombstone, CancellationToken cancellationToken) =>
        inner.TryDeleteTopicAsync(current, tombstone, cancellationToken);

    public Task<StoredSubscription?> FindSubscriptionAsync(string topicId, string name, CancellationToken cancellationToken) =>
        Task.FromResult<StoredSubscription?>(null);

    public Task<IReadOnlyList<StoredSubscription>> ListSubscriptionsAsync(string topicId, string? after, int limit, CancellationToken cancellationToken) =>
        inner.ListSubscriptionsAsync(topicId, after, limit, cancellationToken);

    public Task<IReadOnlyList<StoredSubscription>> ListPushSubscriptionsAsync(string topicId, string? after, int limit, CancellationToken cancellationToken) =>
        inner.ListPushSubscriptionsAsync(topicId, after, limit, cancellationToken);

    public Task<bool> TryAddSubscriptionAsync(Subscription subscription, CancellationToken cancellationToken) =>
        inner.TryAddSubscriptionAsync(subscription, cancellationToken);

    public Task<bool> TryReplaceSubscriptionAsync(StoredSubscription current, Subscription next, CancellationToken cancellationToken) =>
        inner.TryReplaceSubscriptionAsync(current, next, cancellationToken);

    public Task<bool> TryDeleteSubscriptionAsync(StoredSubscription current, Tombstone tombstone, CancellationToken cancellationToken) =>
        inner.TryDeleteSubscriptionAsync(current, tombstone, cancellationToken);

    public Task<IReadOnlyList<Tombstone>> ListTombstonesAsync(string? after, int limit, CancellationToken cancellationToken) =>
        inner.ListTombstonesAsync(after, limit, cancellationToken);

    public Task RemoveTombstoneAsync(string id, CancellationToken cancellationToken) => inner.RemoveTombstoneAsync(id, cancellationToken);
}
