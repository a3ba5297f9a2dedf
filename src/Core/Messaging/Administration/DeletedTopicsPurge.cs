using System.Text.Json;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Administration;

/// <summary>Removes all that was kept for a deleted topic or subscription, the tombstone last: killed anywhere, it starts over.</summary>
public sealed class DeletedTopicsPurge(ITopicStore store, IMessageLog log, ISubscriptionCursors cursors)
{
    private const int PageSize = 100;

    /// <summary>The tombstone that a queue message names; null when it names none.</summary>
    public static Tombstone? Parse(string message)
    {
        try
        {
            return JsonSerializer.Deserialize(message, StoredTopicsJson.Default.Tombstone);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <exception cref="Storage.StoreUnavailableException">A store does not answer; to be repeated.</exception>
    public async Task RunAsync(Tombstone tombstone, CancellationToken cancellationToken)
    {
        if (tombstone.SubscriptionId is { } subscription)
        {
            await PurgeCursorsAsync(tombstone, subscription, cancellationToken);
        }
        else
        {
            await PurgeTopicAsync(tombstone, cancellationToken);
        }

        await store.RemoveTombstoneAsync(tombstone.Id, cancellationToken);
    }

    private async Task PurgeTopicAsync(Tombstone topic, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredSubscription> page;
        while ((page = await store.ListSubscriptionsAsync(topic.TopicId, after: null, PageSize, cancellationToken)).Count > 0)
        {
            foreach (var stored in page)
            {
                await PurgeSubscriptionAsync(topic, stored, cancellationToken);
            }
        }

        for (var shard = 0; shard < topic.Shards; shard++)
        {
            while (!await log.PurgeAsync(new StreamId(topic.TopicId, shard), cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task PurgeSubscriptionAsync(Tombstone topic, StoredSubscription stored, CancellationToken cancellationToken)
    {
        var tombstone = topic with { SubscriptionId = stored.Subscription.Id, Name = stored.Subscription.Name };
        if (await store.TryBurySubscriptionAsync(stored, tombstone, cancellationToken))
        {
            await PurgeCursorsAsync(topic, stored.Subscription.Id, cancellationToken);
            await store.RemoveTombstoneAsync(tombstone.Id, cancellationToken);
        }
    }

    private async Task PurgeCursorsAsync(Tombstone topic, string subscription, CancellationToken cancellationToken)
    {
        while (!await cursors.PurgeAsync(topic.TopicId, topic.Shards, subscription, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
