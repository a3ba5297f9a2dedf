using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>What an instance sees of topics and subscriptions.</summary>
internal sealed class SimulatedTopicStore(InMemoryTopicStore inner, CallGate gate, int instance, Replicas replicas) : ITopicStore
{
    private static CancellationToken None => CancellationToken.None;

    public Task<StoredTopic?> FindTopicAsync(string name, CancellationToken cancellationToken) =>
        gate.CallAsync(instance, () => replicas.Read(instance, KeyOf(name), () => TopicOf(name)));

    public Task<IReadOnlyList<StoredTopic>> ListTopicsAsync(string? after, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListTopicsAsync(after, limit, None));

    public Task<bool> TryAddTopicAsync(Topic topic, CancellationToken cancellationToken) =>
        WriteAsync(topic.Name, () => inner.TryAddTopicAsync(topic, None));

    public Task<bool> TryReplaceTopicAsync(StoredTopic current, Topic next, CancellationToken cancellationToken) =>
        WriteAsync(next.Name, () => inner.TryReplaceTopicAsync(current, next, None));

    public Task<bool> TryDeleteTopicAsync(StoredTopic current, Tombstone tombstone, CancellationToken cancellationToken) =>
        WriteAsync(current.Topic.Name, () => inner.TryDeleteTopicAsync(current, tombstone, None));

    public Task<StoredSubscription?> FindSubscriptionAsync(string topicId, string name, CancellationToken cancellationToken) =>
        gate.CallAsync(instance, () => replicas.Read(instance, KeyOf(topicId, name), () => SubscriptionOf(topicId, name)));

    public Task<IReadOnlyList<StoredSubscription>> ListSubscriptionsAsync(string topicId, string? after, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListSubscriptionsAsync(topicId, after, limit, None));

    public Task<IReadOnlyList<StoredSubscription>> ListPushSubscriptionsAsync(string topicId, string? after, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListPushSubscriptionsAsync(topicId, after, limit, None));

    public Task<bool> TryAddSubscriptionAsync(Subscription subscription, CancellationToken cancellationToken) =>
        WriteAsync(subscription.TopicId, subscription.Name, () => inner.TryAddSubscriptionAsync(subscription, None));

    public Task<bool> TryReplaceSubscriptionAsync(StoredSubscription current, Subscription next, CancellationToken cancellationToken) =>
        WriteAsync(next.TopicId, next.Name, () => inner.TryReplaceSubscriptionAsync(current, next, None));

    public Task<bool> TryDeleteSubscriptionAsync(StoredSubscription current, Tombstone tombstone, CancellationToken cancellationToken) =>
        WriteAsync(current.Subscription.TopicId, current.Subscription.Name, () => inner.TryDeleteSubscriptionAsync(current, tombstone, None));

    public Task<IReadOnlyList<Tombstone>> ListTombstonesAsync(string? after, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListTombstonesAsync(after, limit, None));

    public Task RemoveTombstoneAsync(string id, CancellationToken cancellationToken) => gate.CallAsync(instance, () => inner.RemoveTombstoneAsync(id, None));

    private static string KeyOf(string topic) => $"topic {topic}";

    private static string KeyOf(string topicId, string name) => $"subscription {topicId} {name}";

    private StoredTopic? TopicOf(string name) => inner.FindTopicAsync(name, None).Result;

    private StoredSubscription? SubscriptionOf(string topicId, string name) => inner.FindSubscriptionAsync(topicId, name, None).Result;

    private Task<bool> WriteAsync(string topic, Func<Task<bool>> write) =>
        gate.CallAsync(instance, () => replicas.Write(instance, KeyOf(topic), () => TopicOf(topic), () => write().Result, isWritten => isWritten));

    private Task<bool> WriteAsync(string topicId, string name, Func<Task<bool>> write) =>
        gate.CallAsync(instance, () => replicas.Write(instance, KeyOf(topicId, name), () => SubscriptionOf(topicId, name), () => write().Result, isWritten => isWritten));

    private Task<T> CallAsync<T>(Func<Task<T>> call) => gate.CallAsync(instance, () => call().Result);
}
