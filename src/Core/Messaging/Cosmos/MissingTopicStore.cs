using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>Topics of an app that has no store for messages.</summary>
public sealed class MissingTopicStore : ITopicStore
{
    public Task<StoredTopic?> FindTopicAsync(string name, CancellationToken cancellationToken) => Task.FromResult<StoredTopic?>(null);

    public Task<IReadOnlyList<StoredTopic>> ListTopicsAsync(string? after, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredTopic>>([]);

    public Task<bool> TryAddTopicAsync(Topic topic, CancellationToken cancellationToken) => throw MissingMessageStore.Refusal();

    public Task<bool> TryReplaceTopicAsync(StoredTopic current, Topic next, CancellationToken cancellationToken) => throw MissingMessageStore.Refusal();

    public Task<bool> TryDeleteTopicAsync(StoredTopic current, Tombstone tombstone, CancellationToken cancellationToken) => throw MissingMessageStore.Refusal();

    public Task<StoredSubscription?> FindSubscriptionAsync(string topicId, string name, CancellationToken cancellationToken) =>
        Task.FromResult<StoredSubscription?>(null);

    public Task<IReadOnlyList<StoredSubscription>> ListSubscriptionsAsync(string topicId, string? after, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredSubscription>>([]);

    public Task<IReadOnlyList<StoredSubscription>> ListPushSubscriptionsAsync(string topicId, string? after, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredSubscription>>([]);

    public Task<bool> TryAddSubscriptionAsync(Subscription subscription, CancellationToken cancellationToken) => throw MissingMessageStore.Refusal();

    public Task<bool> TryReplaceSubscriptionAsync(StoredSubscription current, Subscription next, CancellationToken cancellationToken) =>
        throw MissingMessageStore.Refusal();

    public Task<bool> TryDeleteSubscriptionAsync(StoredSubscription current, Tombstone tombstone, CancellationToken cancellationToken) =>
        throw MissingMessageStore.Refusal();

    public Task<IReadOnlyList<Tombstone>> ListTombstonesAsync(string? after, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Tombstone>>([]);

    public Task RemoveTombstoneAsync(string id, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>What the stores of an app say that has no store for messages: there is nothing, and nothing can be added.</summary>
internal static class MissingMessageStore
{
    public static Exception Refusal() => new StoreUnavailableException("No store for messages is configured: this app has no message queue.");
}
