using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;
using Serverless.Core.Tests.UrlShortening;

namespace Serverless.Core.Tests.Messaging.Topics;

/// <summary>A store over another that loses what it is told to lose, and can let others work in between.</summary>
public sealed class UnreliableTopicStore(ITopicStore inner) : ITopicStore
{
    private readonly Queue<Fault> faults = new();

    /// <summary>Run once before the next write, as another instance's work in between.</summary>
    public Func<Task>? BeforeNextWrite { get; set; }

    public int Writes { get; private set; }

    public int Reads { get; private set; }

    public void FailWrites(params ReadOnlySpan<Fault> next)
    {
        foreach (var fault in next)
        {
            faults.Enqueue(fault);
        }
    }

    public Task<StoredTopic?> FindTopicAsync(string name, CancellationToken cancellationToken) => Read(inner.FindTopicAsync(name, cancellationToken));

    public Task<IReadOnlyList<StoredTopic>> ListTopicsAsync(string? after, int limit, CancellationToken cancellationToken) =>
        Read(inner.ListTopicsAsync(after, limit, cancellationToken));

    public Task<bool> TryAddTopicAsync(Topic topic, CancellationToken cancellationToken) => WriteAsync(() => inner.TryAddTopicAsync(topic, cancellationToken));

    public Task<bool> TryReplaceTopicAsync(StoredTopic current, Topic next, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.TryReplaceTopicAsync(current, next, cancellationToken));

    public Task<bool> TryDeleteTopicAsync(StoredTopic current, Tombstone tombstone, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.TryDeleteTopicAsync(current, tombstone, cancellationToken));

    public Task<StoredSubscription?> FindSubscriptionAsync(string topicId, string name, CancellationToken cancellationToken) =>
        Read(inner.FindSubscriptionAsync(topicId, name, cancellationToken));

    public Task<IReadOnlyList<StoredSubscription>> ListSubscriptionsAsync(string topicId, string? after, int limit, CancellationToken cancellationToken) =>
        Read(inner.ListSubscriptionsAsync(topicId, after, limit, cancellationToken));

    public Task<IReadOnlyList<StoredSubscription>> ListPushSubscriptionsAsync(string topicId, string? after, int limit, CancellationToken cancellationToken) =>
        Read(inner.ListPushSubscriptionsAsync(topicId, after, limit, cancellationToken));

    public Task<bool> TryAddSubscriptionAsync(Subscription subscription, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.TryAddSubscriptionAsync(subscription, cancellationToken));

    public Task<bool> TryReplaceSubscriptionAsync(StoredSubscription current, Subscription next, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.TryReplaceSubscriptionAsync(current, next, cancellationToken));

    public Task<bool> TryDeleteSubscriptionAsync(StoredSubscription current, Tombstone tombstone, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.TryDeleteSubscriptionAsync(current, tombstone, cancellationToken));

    public Task<IReadOnlyList<Tombstone>> ListTombstonesAsync(string? after, int limit, CancellationToken cancellationToken) =>
        Read(inner.ListTombstonesAsync(after, limit, cancellationToken));

    public Task RemoveTombstoneAsync(string id, CancellationToken cancellationToken) => inner.RemoveTombstoneAsync(id, cancellationToken);

    private Task<T> Read<T>(Task<T> answer)
    {
        Reads++;
        return answer;
    }

    private async Task<bool> WriteAsync(Func<Task<bool>> write)
    {
        Writes++;
        var before = BeforeNextWrite;
        BeforeNextWrite = null;
        await (before?.Invoke() ?? Task.CompletedTask);
        var fault = faults.TryDequeue(out var next) ? next : Fault.None;
        if (fault == Fault.RequestLost)
        {
            throw new StoreUnavailableException("The request got lost.");
        }

        var applied = await write();
        return fault == Fault.AnswerLost ? throw new StoreUnavailableException("The answer got lost.") : applied;
    }
}
