using System.Collections.Concurrent;

namespace Serverless.Core.Messaging.Topics;

/// <summary>
/// Topics and subscriptions as publishing and delivery look them up: remembered for 5 s, so that they cost no read. What
/// this process changes it sees at once; what others change, it sees within <see cref="Staleness"/>. Unknown names are
/// never remembered.
/// </summary>
public sealed class TopicDirectory(ITopicStore store, TimeProvider time)
{
    /// <summary>How old an answer may be.</summary>
    public static readonly TimeSpan Staleness = TimeSpan.FromSeconds(5);

    /// <summary>How many of a topic's push subscriptions are remembered, the first by name.</summary>
    public const int PushRemembered = 32;

    /// <summary>Beyond it everything is forgotten: names are few, unless someone makes them up.</summary>
    private const int MaxRemembered = 100_000;

    private readonly ConcurrentDictionary<string, Remembered<Topic>> topics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string TopicId, string Name), Remembered<Subscription>> subscriptions = new();
    private readonly ConcurrentDictionary<string, Remembered<IReadOnlyList<Subscription>>> pushed = new(StringComparer.Ordinal);
    private int epoch;

    /// <summary>The topic of a name, if it is remembered; else null.</summary>
    public Topic? Recall(string name) => topics.TryGetValue(name, out var found) && IsFresh(found.ReadAt) ? found.Value : null;

    /// <summary>The topic of a name; null when there is none.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer.</exception>
    public ValueTask<Topic?> FindTopicAsync(string name, CancellationToken cancellationToken) =>
        Recall(name) is { } topic ? new(topic) : new(ReadTopicAsync(name, cancellationToken));

    /// <summary>The subscription of a name, active or not; null when there is none.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer.</exception>
    public ValueTask<Subscription?> FindSubscriptionAsync(string topicId, string name, CancellationToken cancellationToken) =>
        subscriptions.TryGetValue((topicId, name), out var found) && IsFresh(found.ReadAt)
            ? new(found.Value)
            : new(ReadSubscriptionAsync(topicId, name, cancellationToken));

    /// <summary>
    /// Subscriptions of a topic that are delivered to an endpoint, active or not, by name: the first
    /// <see cref="PushRemembered"/> of them.
    /// </summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer.</exception>
    public ValueTask<IReadOnlyList<Subscription>> FindPushSubscriptionsAsync(string topicId, CancellationToken cancellationToken) =>
        pushed.TryGetValue(topicId, out var found) && IsFresh(found.ReadAt) ? new(found.Value) : new(ReadPushedAsync(topicId, cancellationToken));

    /// <summary>To be called after a topic was written, also when the answer got lost.</summary>
    public void Forget(string topic)
    {
        Interlocked.Increment(ref epoch);
        topics.TryRemove(topic, out _);
    }

    /// <summary>To be called after a subscription was written, also when the answer got lost.</summary>
    public void Forget(string topicId, string subscription)
    {
        Interlocked.Increment(ref epoch);
        subscriptions.TryRemove((topicId, subscription), out _);
        pushed.TryRemove(topicId, out _);
    }

    private bool IsFresh(long readAt) => time.GetElapsedTime(readAt) < Staleness;

    private async Task<Topic?> ReadTopicAsync(string name, CancellationToken cancellationToken)
    {
        var (began, at) = (Volatile.Read(ref epoch), time.GetTimestamp());
        var topic = await store.FindTopicAsync(name, cancellationToken) is { Topic: { Deleting: false } found } ? found : null;
        Remember(topics, name, topic, began, at);
        return topic;
    }

    private async Task<Subscription?> ReadSubscriptionAsync(string topicId, string name, CancellationToken cancellationToken)
    {
        var (began, at) = (Volatile.Read(ref epoch), time.GetTimestamp());
        var subscription = (await store.FindSubscriptionAsync(topicId, name, cancellationToken))?.Subscription;
        Remember(subscriptions, (topicId, name), subscription, began, at);
        return subscription;
    }

    private async Task<IReadOnlyList<Subscription>> ReadPushedAsync(string topicId, CancellationToken cancellationToken)
    {
        var (began, at) = (Volatile.Read(ref epoch), time.GetTimestamp());
        var stored = await store.ListPushSubscriptionsAsync(topicId, after: null, PushRemembered, cancellationToken);
        IReadOnlyList<Subscription> found = [.. stored.Select(each => each.Subscription)];
        Remember(pushed, topicId, found, began, at);
        return found;
    }

    // What was read before something was written here may be what was written over.
    private void Remember<TKey, TValue>(ConcurrentDictionary<TKey, Remembered<TValue>> where, TKey key, TValue? value, int began, long at)
        where TKey : notnull
        where TValue : class
    {
        if (value is null)
        {
            where.TryRemove(key, out _);
            return;
        }

        if (where.Count >= MaxRemembered)
        {
            where.Clear();
        }

        where[key] = new Remembered<TValue>(value, at);
        if (Volatile.Read(ref epoch) != began)
        {
            where.TryRemove(key, out _);
        }
    }

    private sealed record Remembered<T>(T Value, long ReadAt);
}
