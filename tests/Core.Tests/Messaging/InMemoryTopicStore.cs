using System.Globalization;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging;

/// <summary>Topics and subscriptions in memory, for tests of what uses a store.</summary>
public sealed class InMemoryTopicStore : ITopicStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, StoredTopic> topics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<string, StoredSubscription>> subscriptions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Tombstone> tombstones = new(StringComparer.Ordinal);
    private long version;

    public Task<StoredTopic?> FindTopicAsync(string name, CancellationToken cancellationToken) => Run(() => topics.GetValueOrDefault(name));

    public Task<IReadOnlyList<StoredTopic>> ListTopicsAsync(string? after, int limit, CancellationToken cancellationToken) =>
        Run(() => PageOf(topics, after, limit));

    public Task<bool> TryAddTopicAsync(Topic topic, CancellationToken cancellationToken) =>
        Run(() => topics.TryAdd(topic.Name, new StoredTopic(topic, NextVersion())));

    public Task<bool> TryReplaceTopicAsync(StoredTopic current, Topic next, CancellationToken cancellationToken) => Run(() =>
    {
        if (!IsUnchanged(current))
        {
            return false;
        }

        topics[next.Name] = new StoredTopic(next, NextVersion());
        return true;
    });

    public Task<bool> TryDeleteTopicAsync(StoredTopic current, Tombstone tombstone, CancellationToken cancellationToken) => Run(() =>
    {
        if (!IsUnchanged(current))
        {
            return false;
        }

        tombstones[tombstone.Id] = tombstone;
        return topics.Remove(current.Topic.Name);
    });

    public Task<StoredSubscription?> FindSubscriptionAsync(string topicId, string name, CancellationToken cancellationToken) =>
        Run(() => Of(topicId).GetValueOrDefault(name));

    public Task<IReadOnlyList<StoredSubscription>> ListSubscriptionsAsync(
        string topicId, string? after, int limit, CancellationToken cancellationToken) =>
        Run(() => PageOf(Of(topicId), after, limit));

    public Task<IReadOnlyList<StoredSubscription>> ListPushSubscriptionsAsync(
        string topicId, string? after, int limit, CancellationToken cancellationToken) =>
        Run(() => PageOf(Of(topicId), after, limit, stored => stored.Subscription.Delivery is Delivery.Push));

    public Task<bool> TryAddSubscriptionAsync(Subscription subscription, CancellationToken cancellationToken) =>
        Run(() => Of(subscription.TopicId).TryAdd(subscription.Name, new StoredSubscription(subscription, NextVersion())));

    public Task<bool> TryReplaceSubscriptionAsync(StoredSubscription current, Subscription next, CancellationToken cancellationToken) => Run(() =>
    {
        if (!IsUnchanged(current))
        {
            return false;
        }

        Of(next.TopicId)[next.Name] = new StoredSubscription(next, NextVersion());
        return true;
    });

    public Task<bool> TryDeleteSubscriptionAsync(StoredSubscription current, Tombstone tombstone, CancellationToken cancellationToken) => Run(() =>
    {
        if (!IsUnchanged(current))
        {
            return false;
        }

        tombstones[tombstone.Id] = tombstone;
        return Of(current.Subscription.TopicId).Remove(current.Subscription.Name);
    });

    public Task<IReadOnlyList<Tombstone>> ListTombstonesAsync(string? after, int limit, CancellationToken cancellationToken) =>
        Run(() => PageOf(tombstones, after, limit));

    public Task RemoveTombstoneAsync(string id, CancellationToken cancellationToken) => Run(() => tombstones.Remove(id));

    /// <summary>Whether a subscription of an id is there, in whatever topic.</summary>
    public bool HasSubscription(string id)
    {
        lock (gate)
        {
            return subscriptions.Values.Any(rows => rows.Values.Any(stored => stored.Subscription.Id == id));
        }
    }

    private static IReadOnlyList<T> PageOf<T>(SortedDictionary<string, T> rows, string? after, int limit, Func<T, bool>? filter = null) =>
        [.. rows.Where(row => (after is null || string.CompareOrdinal(row.Key, after) > 0) && filter?.Invoke(row.Value) != false).Take(limit).Select(row => row.Value)];

    private Task<T> Run<T>(Func<T> operation)
    {
        lock (gate)
        {
            return Task.FromResult(operation());
        }
    }

    private SortedDictionary<string, StoredSubscription> Of(string topicId)
    {
        if (!subscriptions.TryGetValue(topicId, out var found))
        {
            subscriptions.Add(topicId, found = new SortedDictionary<string, StoredSubscription>(StringComparer.Ordinal));
        }

        return found;
    }

    private bool IsUnchanged(StoredTopic current) => topics.TryGetValue(current.Topic.Name, out var found) && found.ETag == current.ETag;

    private bool IsUnchanged(StoredSubscription current) =>
        Of(current.Subscription.TopicId).TryGetValue(current.Subscription.Name, out var found) && found.ETag == current.ETag;

    private string NextVersion() => (++version).ToString(CultureInfo.InvariantCulture);
}
