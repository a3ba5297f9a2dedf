using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Trimming;

/// <summary>
/// Finds subscriptions that fall behind, of what trimming reads anyway: the heads of active streams and the floors of their
/// cursors. Of the largest backlogs alone it reads how they are doing.
/// </summary>
/// <param name="read">Reads how a subscription is doing, as <see cref="SubscriptionStatsReader"/> does.</param>
public sealed class BacklogWatch(Func<Topic, Subscription, CancellationToken, Task<SubscriptionStats>> read, TimeProvider time)
{
    /// <summary>A backlog of fewer messages is not called growing.</summary>
    public const int LeastBacklog = 1_000;

    /// <summary>So many looks after one another must each have seen more than the one before.</summary>
    public const int LooksOfGrowth = 3;

    /// <summary>How many streams of the largest backlogs are read in one look.</summary>
    public const int MostStreams = 64;

    /// <summary>How long a look is believed: another instance may run the timer by then.</summary>
    public static readonly TimeSpan TrustedFor = TimeSpan.FromMinutes(3);

    private Dictionary<string, (Topic Topic, Subscription Subscription)> known = new(StringComparer.Ordinal);
    private Dictionary<string, long> backlogs = new(StringComparer.Ordinal);
    private Dictionary<string, (long Backlog, int Looks)> growth = new(StringComparer.Ordinal);
    private volatile Look? last;

    /// <summary>Who needs attention; null when nobody has looked here lately.</summary>
    public IReadOnlyList<LaggingSubscription>? Lagging => last is { } look && time.GetUtcNow() - look.At <= TrustedFor ? look.Lagging : null;

    /// <summary>Ends a look, and begins the next one.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        var (names, seen) = (known, backlogs);
        (known, backlogs) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        growth = seen.Where(each => each.Value > 0).ToDictionary(
            each => each.Key,
            each => (each.Value, growth.TryGetValue(each.Key, out var before) ? each.Value > before.Backlog ? before.Looks + 1 : 0 : 0),
            StringComparer.Ordinal);
        var lagging = new List<LaggingSubscription>();
        var streams = 0;
        foreach (var (id, (backlog, looks)) in growth.OrderByDescending(each => each.Value.Backlog).Where(each => names.ContainsKey(each.Key)))
        {
            var (topic, subscription) = names[id];
            var isRead = streams + topic.Shards <= MostStreams;
            streams += isRead ? topic.Shards : 0;
            var isFull = isRead && await IsFullAsync(topic, subscription, cancellationToken);
            var isGrowing = backlog >= LeastBacklog && looks >= LooksOfGrowth;
            if (isFull || isGrowing)
            {
                lagging.Add(new LaggingSubscription(topic.Name, subscription.Name, backlog, isGrowing, isFull));
            }
        }

        last = new Look(time.GetUtcNow(), lagging);
    }

    /// <summary>Names a subscription whose id is in floors.</summary>
    public void Know(Topic topic, Subscription subscription) => known[subscription.Id] = (topic, subscription);

    /// <summary>Takes down how far cursors are behind the head of a stream.</summary>
    public void Note(StreamHead head, IReadOnlyDictionary<string, long> floors)
    {
        foreach (var (id, floor) in floors)
        {
            backlogs[id] = backlogs.GetValueOrDefault(id) + Math.Max(0, head.Next - Math.Max(floor, head.Low));
        }
    }

    private async Task<bool> IsFullAsync(Topic topic, Subscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            return (await read(topic, subscription, cancellationToken)).WindowFull;
        }
        catch (Exception exception) when (exception is StoreUnavailableException or WriteConflictException or SubscriptionGoneException)
        {
            return false;
        }
    }

    private sealed record Look(DateTimeOffset At, IReadOnlyList<LaggingSubscription> Lagging);
}

/// <summary>A subscription that falls behind.</summary>
/// <param name="Backlog">Messages between the head of its streams and the first that is not done.</param>
/// <param name="IsGrowing">Whether each look found more of them.</param>
/// <param name="IsFull">Whether a stream delivers nothing new until messages that are out or failed are done.</param>
public sealed record LaggingSubscription(string Topic, string Subscription, long Backlog, bool IsGrowing, bool IsFull);
