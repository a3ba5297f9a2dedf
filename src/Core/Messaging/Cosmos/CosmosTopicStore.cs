using Microsoft.Azure.Cosmos;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>
/// Topics, subscriptions and tombstones in Cosmos DB: all topics in one partition, the subscriptions of a topic in another,
/// all tombstones in a third. Burying replaces a document by its tombstone in place, which is the one step that counts; then
/// the tombstone is listed, and the document removed. Whoever meets one that was left in place goes on with it.
/// </summary>
public sealed class CosmosTopicStore(CosmosAccount account) : ITopicStore
{
    private const string Topics = "topics";
    private const string Tombstones = "tombstones";

    /// <summary>Before every name, because "." and ".." would be no ids.</summary>
    private const string NamePrefix = "n.";

    private const string ByName = "SELECT * FROM c WHERE c.pk = @pk AND c.id > @after ORDER BY c.id";
    private const string PushByName = "SELECT * FROM c WHERE c.pk = @pk AND c.push = true AND c.id > @after ORDER BY c.id";

    private readonly CosmosDocuments documents = account.Open(CosmosContainers.Topics);

    public async Task<StoredTopic?> FindTopicAsync(string name, CancellationToken cancellationToken) =>
        await FindAsync(Topics, NamePrefix + name, cancellationToken) is { Topic: { } topic } found ? new StoredTopic(topic, found.ETag!) : null;

    public async Task<IReadOnlyList<StoredTopic>> ListTopicsAsync(string? after, int limit, CancellationToken cancellationToken) =>
        [.. (await ListAsync(ByName, Topics, after, limit, cancellationToken)).Select(found => new StoredTopic(found.Topic!, found.ETag!))];

    public Task<bool> TryAddTopicAsync(Topic topic, CancellationToken cancellationToken) => TryAddAsync(Write(topic), cancellationToken);

    public Task<bool> TryReplaceTopicAsync(StoredTopic current, Topic next, CancellationToken cancellationToken) =>
        TryReplaceAsync(Write(next) with { ETag = current.ETag }, cancellationToken);

    public Task<bool> TryDeleteTopicAsync(StoredTopic current, Tombstone tombstone, CancellationToken cancellationToken) =>
        TryBuryAsync(Write(current.Topic) with { ETag = current.ETag }, tombstone, cancellationToken);

    public async Task<StoredSubscription?> FindSubscriptionAsync(string topicId, string name, CancellationToken cancellationToken) =>
        await FindAsync(topicId, NamePrefix + name, cancellationToken) is { Subscription: { } subscription } found
            ? new StoredSubscription(subscription, found.ETag!)
            : null;

    public async Task<IReadOnlyList<StoredSubscription>> ListSubscriptionsAsync(
        string topicId, string? after, int limit, CancellationToken cancellationToken)
    {
        // What is not listed may have its messages trimmed: no replica may answer that lags behind.
        if (after is null)
        {
            await documents.PutAsync(CosmosFence.In(topicId), CosmosMessagesJson.Default.CosmosFence, cancellationToken);
        }

        return Subscriptions(await ListAsync(ByName, topicId, after, limit, cancellationToken));
    }

    // Without a fence: whoever makes the first endpoint of a topic also wakes it, and publishers remember for longer than
    // replicas lag behind.
    public async Task<IReadOnlyList<StoredSubscription>> ListPushSubscriptionsAsync(
        string topicId, string? after, int limit, CancellationToken cancellationToken) =>
        Subscriptions(await ListAsync(PushByName, topicId, after, limit, cancellationToken));

    public Task<bool> TryAddSubscriptionAsync(Subscription subscription, CancellationToken cancellationToken) =>
        TryAddAsync(Write(subscription), cancellationToken);

    public Task<bool> TryReplaceSubscriptionAsync(StoredSubscription current, Subscription next, CancellationToken cancellationToken) =>
        TryReplaceAsync(Write(next) with { ETag = current.ETag }, cancellationToken);

    public Task<bool> TryDeleteSubscriptionAsync(StoredSubscription current, Tombstone tombstone, CancellationToken cancellationToken) =>
        TryBuryAsync(Write(current.Subscription) with { ETag = current.ETag }, tombstone, cancellationToken);

    public async Task<IReadOnlyList<Tombstone>> ListTombstonesAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var listed = documents.QueryAsync(Tombstones, After(ByName, after), limit, CosmosMessagesJson.Default.CosmosPageCosmosTopicDocument, cancellationToken);
        return await listed.Select(found => found.Tombstone!).Take(limit).ToArrayAsync(cancellationToken);
    }

    public Task RemoveTombstoneAsync(string id, CancellationToken cancellationToken) =>
        documents.TryDeleteAsync(Tombstones, id, version: null, cancellationToken);

    private Task<CosmosTopicDocument?> FindAsync(string partition, string id, CancellationToken cancellationToken) =>
        documents.FindAsync(partition, id, CosmosMessagesJson.Default.CosmosTopicDocument, cancellationToken);

    private async Task<IReadOnlyList<CosmosTopicDocument>> ListAsync(
        string query, string partition, string? after, int limit, CancellationToken cancellationToken)
    {
        var found = new List<CosmosTopicDocument>();
        var all = documents.QueryAsync(partition, After(query, NamePrefix + after), limit, CosmosMessagesJson.Default.CosmosPageCosmosTopicDocument, cancellationToken);
        await foreach (var document in all)
        {
            if (document.Tombstone is not null)
            {
                await ListTombstoneAsync(document, cancellationToken);
            }
            else if (document.Id != CosmosFence.FixedId)
            {
                found.Add(document);
            }

            if (found.Count == limit)
            {
                break;
            }
        }

        return found;
    }

    private async Task<bool> TryAddAsync(CosmosTopicDocument document, CancellationToken cancellationToken)
    {
        if (await TryCreateAsync(document, cancellationToken))
        {
            return true;
        }

        if (await FindAsync(document.Partition, document.Id, cancellationToken) is not { Tombstone: not null } buried)
        {
            return false;
        }

        await ListTombstoneAsync(buried, cancellationToken);
        return await TryCreateAsync(document, cancellationToken);
    }

    private async Task<bool> TryCreateAsync(CosmosTopicDocument document, CancellationToken cancellationToken) =>
        await documents.TryCreateAsync(document, CosmosMessagesJson.Default.CosmosTopicDocument, cancellationToken) is not null;

    private async Task<bool> TryReplaceAsync(CosmosTopicDocument document, CancellationToken cancellationToken) =>
        await documents.TryReplaceAsync(document, CosmosMessagesJson.Default.CosmosTopicDocument, cancellationToken) is not null;

    private async Task<bool> TryBuryAsync(CosmosTopicDocument current, Tombstone tombstone, CancellationToken cancellationToken)
    {
        var buried = new CosmosTopicDocument { Id = current.Id, Partition = current.Partition, ETag = current.ETag, Tombstone = tombstone };
        if (await documents.TryReplaceAsync(buried, CosmosMessagesJson.Default.CosmosTopicDocument, cancellationToken) is not { } version)
        {
            return false;
        }

        await ListTombstoneAsync(buried with { ETag = version }, cancellationToken);
        return true;
    }

    // In this order: a tombstone that is in neither place would leave what it stands for for ever.
    private async Task ListTombstoneAsync(CosmosTopicDocument buried, CancellationToken cancellationToken)
    {
        var listed = new CosmosTopicDocument { Id = buried.Tombstone!.Id, Partition = Tombstones, Tombstone = buried.Tombstone };
        await documents.PutAsync(listed, CosmosMessagesJson.Default.CosmosTopicDocument, cancellationToken);
        await documents.TryDeleteAsync(buried.Partition, buried.Id, buried.ETag, cancellationToken);
    }

    private static QueryDefinition After(string query, string? after) => new QueryDefinition(query).WithParameter("@after", after ?? "");

    private static StoredSubscription[] Subscriptions(IReadOnlyList<CosmosTopicDocument> found) =>
        [.. found.Select(document => new StoredSubscription(document.Subscription!, document.ETag!))];

    private static CosmosTopicDocument Write(Topic topic) => new() { Id = NamePrefix + topic.Name, Partition = Topics, Topic = topic };

    private static CosmosTopicDocument Write(Subscription subscription) => new()
    {
        Id = NamePrefix + subscription.Name,
        Partition = subscription.TopicId,
        Subscription = subscription,
        Push = subscription.Delivery is Delivery.Push,
    };
}
