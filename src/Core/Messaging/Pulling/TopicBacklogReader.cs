using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>Reads how much waits in topics, over their subscriptions.</summary>
public sealed class TopicBacklogReader(ITopicStore store, SubscriptionStatsReader stats)
{
    /// <summary>The most subscriptions that are asked for a list of topics.</summary>
    public const int MaxSubscriptions = 200;

    private const int MaxAtOnce = 8;

    /// <summary>What waits in each topic, in their order; null where no subscription is left to be asked.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer.</exception>
    public async Task<IReadOnlyList<TopicBacklog?>> ReadAsync(IReadOnlyList<Topic> topics, CancellationToken cancellationToken)
    {
        var read = new TopicBacklog?[topics.Count];
        var left = MaxSubscriptions;
        for (var from = 0; from < topics.Count && left > 0; from += MaxAtOnce)
        {
            var some = topics.Skip(from).Take(MaxAtOnce).ToArray();
            var lists = await Task.WhenAll(some.Select(topic => store.ListSubscriptionsAsync(topic.Id, after: null, MaxSubscriptions + 1, cancellationToken)));
            for (var i = 0; i < some.Length; i++)
            {
                var active = lists[i].Select(stored => stored.Subscription).Where(subscription => subscription.Active).ToArray();
                read[from + i] = active.Length > left ? null : await SumAsync(some[i], active, cancellationToken);
                left -= Math.Min(left, active.Length);
            }
        }

        return read;
    }

    private async Task<TopicBacklog> SumAsync(Topic topic, Subscription[] subscriptions, CancellationToken cancellationToken)
    {
        var sum = new TopicBacklog(0, null, subscriptions.Length);
        foreach (var some in subscriptions.Chunk(MaxAtOnce))
        {
            foreach (var backlog in await Task.WhenAll(some.Select(subscription => ReadAsync(topic, subscription, cancellationToken))))
            {
                sum = sum with { Backlog = sum.Backlog + backlog.Backlog, OldestAge = sum.OldestAge > backlog.OldestAge ? sum.OldestAge : backlog.OldestAge ?? sum.OldestAge };
            }
        }

        return sum;
    }

    private async Task<TopicBacklog> ReadAsync(Topic topic, Subscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            var (found, age) = await stats.ReadBacklogAsync(topic, subscription, cancellationToken);
            return new TopicBacklog(found.Backlog, age, 1);
        }
        catch (SubscriptionGoneException)
        {
            return new TopicBacklog(0, null, 0);
        }
    }
}

/// <summary>What waits in a topic.</summary>
/// <param name="Backlog">Messages that are not done, of all subscriptions together.</param>
/// <param name="OldestAge">Age of the oldest of them; null when there are none.</param>
/// <param name="Subscriptions">How many there are.</param>
public sealed record TopicBacklog(long Backlog, TimeSpan? OldestAge, int Subscriptions);
