using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>What an instance sees of topics and subscriptions.</summary>
internal sealed class SimulatedTopicStore(InMemoryTopicStore inner, CallGate gate, int instance) : ITopicStore
{
    private static CancellationToken None => CancellationToken.None;

    public Task<StoredTopic?> FindTopicAsync(string name, CancellationToken cancellationToken) => CallAsync(() => inner.FindTopicAsync(name, None));

    public Task<IReadOnlyList<StoredTopic>> ListTopicsAsync(string? after, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListTopicsAsync(after, limit, None));

    public Task<bool> TryAddTopicAsync(Topic topic, CancellationToken cancellationToken) => CallAsync(() => inner.TryAddTopicAsync(topic, None));

    public Task<bool> TryReplaceTopicAsync(StoredTopic current, Topic next, CancellationToken cancellationToken) =>
        CallAsync(() => inner.TryReplaceTopicAsync(current, next, None));

    public Task<bool> TryBuryTopicAsync(StoredTopic current, Tombstone tombstone, CancellationToken cancellationToken) =>
        CallAsync(() => inner.TryBuryTopicAsync(current, tombstone, None));

    public Task<StoredSubscription?> FindSubscriptionAsync(string topicId, string name, CancellationToken cancellationToken) =>
        CallAsync(() => inner.FindSubscriptionAsync(topicId, name, None));

    public Task<IReadOnlyList<StoredSubscription>> ListSubscriptionsAsync(string topicId, string? after, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListSubscriptionsAsync(topicId, after, limit, None));

    public Task<IReadOnlyList<StoredSubscription>> ListPushSubscriptionsAsync(string topicId, string? after, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListPushSubscriptionsAsync(topicId, after, limit, None));

    public Task<bool> TryAddSubscriptionAsync(Subscription subscription, CancellationToken cancellationToken) =>
        CallAsync(() => inner.TryAddSubscriptionAsync(subscription, None));

    public Task<bool> TryReplaceSubscriptionAsync(StoredSubscription current, Subscription next, CancellationToken cancellationToken) =>
        CallAsync(() => inner.TryReplaceSubscriptionAsync(current, next, None));

    public Task<bool> TryBurySubscriptionAsync(StoredSubscription current, Tombstone tombstone, CancellationToken cancellationToken) =>
        CallAsync(() => inner.TryBurySubscriptionAsync(current, tombstone, None));

    public Task<IReadOnlyList<Tombstone>> ListTombstonesAsync(string? after, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListTombstonesAsync(after, limit, None));

    public Task RemoveTombstoneAsync(string id, CancellationToken cancellationToken) => gate.CallAsync(instance, () => inner.RemoveTombstoneAsync(id, None));

    private Task<T> CallAsync<T>(Func<Task<T>> call) => gate.CallAsync(instance, () => call().Result);
}
