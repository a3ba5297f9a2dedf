using System.Text.Json;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Administration;

/// <summary>
/// Removes all that was kept for a deleted topic or subscription, the tombstone last: killed anywhere, it starts over. What
/// keeps others from beginning it anew, closed heads and cursors, outlives it by a day.
/// </summary>
public sealed partial class DeletedTopicsPurge(
    ITopicStore store,
    IMessageLog log,
    IScheduledMessageStore scheduled,
    StreamCloser streams,
    ISubscriptionCursors cursors,
    Deleter deleter,
    TimeProvider time,
    ILogger<DeletedTopicsPurge> logger)
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

    /// <exception cref="StoreUnavailableException">A store does not answer; to be repeated.</exception>
    /// <exception cref="WriteConflictException">Others were at work on it; to be repeated.</exception>
    public async Task RunAsync(Tombstone tombstone, CancellationToken cancellationToken)
    {
        if (await IsLiveAsync(tombstone, cancellationToken))
        {
            LogLive(logger, tombstone.Id, tombstone.Name);
            return;
        }

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

    private async Task<bool> IsLiveAsync(Tombstone tombstone, CancellationToken cancellationToken) => tombstone.SubscriptionId is { } subscription
        ? (await store.FindSubscriptionAsync(tombstone.TopicId, tombstone.Name, cancellationToken))?.Subscription.Id == subscription
        : (await store.FindTopicAsync(tombstone.Name, cancellationToken))?.Topic.Id == tombstone.TopicId;

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
            var stream = new StreamId(topic.TopicId, shard);
            await streams.CloseAsync(stream, cancellationToken);
            while (!await scheduled.PurgeAsync(stream, cancellationToken) || !await log.PurgeAsync(stream, time.GetUtcNow(), cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task PurgeSubscriptionAsync(Tombstone topic, StoredSubscription stored, CancellationToken cancellationToken)
    {
        if (await deleter.TryDeleteAsync(stored, topic.Shards, cancellationToken))
        {
            var tombstone = topic with { SubscriptionId = stored.Subscription.Id, Name = stored.Subscription.Name };
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

    [LoggerMessage(LogLevel.Error, "Nothing is purged by tombstone {Tombstone}: {Name} is there under this very id.")]
    private static partial void LogLive(ILogger logger, string tombstone, string name);
}
