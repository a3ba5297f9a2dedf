using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Trimming;

/// <summary>
/// Finds subscriptions that fall behind, and endpoints that messages wait for, of what trimming reads anyway: the heads of
/// active streams, the subscriptions and the floors of their cursors. Of the largest backlogs alone it reads how they are doing.
/// </summary>
/// <param name="read">Reads how a subscription is doing, as <see cref="SubscriptionStatsReader"/> does.</param>
/// <param name="metrics">Shows what was found; null for nobody.</param>
/// <param name="maySend">Whether an endpoint may be sent to; null for any.</param>
public sealed class BacklogWatch(
    Func<Topic, Subscription, CancellationToken, Task<SubscriptionStats>> read, TimeProvider time, SubscriptionMetrics? metrics = null, Func<Delivery.Push, bool>? maySend = null)
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
    private Dictionary<string, long> letters = new(StringComparer.Ordinal);
    private Dictionary<string, (long Backlog, int Looks)> growth = new(StringComparer.Ordinal);
    private HashSet<string> parked = new(StringComparer.Ordinal);
    private volatile Look? last;

    /// <summary>Who falls behind; null when nobody has looked here lately.</summary>
    public IReadOnlyList<LaggingSubscription>? Lagging => Trusted?.Lagging;

    /// <summary>Endpoints in trouble that messages wait for; null when nobody has looked here lately.</summary>
    public IReadOnlyList<TroubledEndpoint>? Endpoints => Trusted?.Endpoints;

    private Look? Trusted => last is { } look && time.GetUtcNow() - look.At <= TrustedFor ? look : null;

    /// <summary>Ends a look, and begins the next one.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        var (names, seen, dead) = (known, backlogs, letters);
        (known, backlogs, letters) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        growth = seen.Where(each => each.Value > 0).ToDictionary(
            each => each.Key,
            each => (each.Value, growth.TryGetValue(each.Key, out var before) ? each.Value > before.Backlog ? before.Looks + 1 : 0 : 0),
            StringComparer.Ordinal);
        var lagging = new List<LaggingSubscription>();
        var details = new Dictionary<string, SubscriptionStats>(StringComparer.Ordinal);
        var streams = 0;
        foreach (var (id, (backlog, looks)) in growth.OrderByDescending(each => each.Value.Backlog).Where(each => names.ContainsKey(each.Key)))
        {
            var (topic, subscription) = names[id];
            var isRead = streams + topic.Shards <= MostStreams;
            streams += isRead ? topic.Shards : 0;
            var stats = isRead ? await ReadAsync(topic, subscription, cancellationToken) : null;
            if (stats is not null)
            {
                details[id] = stats;
            }

            var isFull = stats is { WindowFull: true };
            var isGrowing = backlog >= LeastBacklog && looks >= LooksOfGrowth;
            if (isFull || isGrowing)
            {
                lagging.Add(new LaggingSubscription(topic.Name, subscription.Name, backlog, isGrowing, isFull));
            }
        }

        last = new Look(time.GetUtcNow(), lagging, [.. growth.OrderByDescending(each => each.Value.Backlog)
            .Where(each => names.ContainsKey(each.Key))
            .Select(each => TroubleOf(names[each.Key].Subscription, each.Value.Backlog, details.GetValueOrDefault(each.Key)?.Parked ?? 0))
            .OfType<TroubledEndpoint>()]);
        parked = [.. details.Where(each => each.Value.Parked > 0).Select(each => each.Key)];
        metrics?.Record(names.Where(each => each.Value.Subscription.Active && (seen.ContainsKey(each.Key) || dead.ContainsKey(each.Key))).Select(each =>
            LevelOf(each.Value.Subscription, seen.GetValueOrDefault(each.Key), details.GetValueOrDefault(each.Key), dead.GetValueOrDefault(each.Key))));
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

    /// <summary>Takes down how many dead letters of a subscription were not replayed.</summary>
    /// <param name="floors">Those of its stream of dead letters.</param>
    public void NoteLetters(string subscriptionId, StreamHead head, IReadOnlyDictionary<string, long> floors) =>
        letters[subscriptionId] = Math.Max(0, head.Next - floors.Values.Append(head.Low).Max());

    private static SubscriptionLevel LevelOf(Subscription subscription, long backlog, SubscriptionStats? stats, long letters) => stats is null
        // Who is behind in nothing has nothing.
        ? new SubscriptionLevel(subscription.Topic, subscription.Name, backlog, null, backlog == 0 ? 0 : null, backlog == 0 ? 0 : null, letters)
        : new SubscriptionLevel(
            subscription.Topic, subscription.Name, stats.Backlog, stats.OldestUnacknowledgedAge, stats.Outstanding, stats.Parked, stats.DeadLettered);

    // Who paused a subscription knows of it. A message that waits for its next attempt at one look alone has failed once in passing.
    private TroubledEndpoint? TroubleOf(Subscription subscription, long backlog, long waiting) => subscription switch
    {
        { Active: false } or { Delivery: not Delivery.Push } or { Paused: true, PausedReason: null } => null,
        { PausedReason: { } reason, Paused: true } => new(subscription.Topic, subscription.Name, EndpointTrouble.Paused, backlog, reason),
        { Delivery: Delivery.Push push } when maySend?.Invoke(push) == false => new(subscription.Topic, subscription.Name, EndpointTrouble.Unverified, backlog),
        { Delivery: Delivery.Push { Slow: true } } => new(subscription.Topic, subscription.Name, EndpointTrouble.Failing, backlog),
        _ when waiting > 0 && parked.Contains(subscription.Id) => new(subscription.Topic, subscription.Name, EndpointTrouble.Parked, waiting),
        _ => null,
    };

    private async Task<SubscriptionStats?> ReadAsync(Topic topic, Subscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            return await read(topic, subscription, cancellationToken);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or WriteConflictException or SubscriptionGoneException)
        {
            return null;
        }
    }

    private sealed record Look(DateTimeOffset At, IReadOnlyList<LaggingSubscription> Lagging, IReadOnlyList<TroubledEndpoint> Endpoints);
}

/// <summary>A subscription that falls behind.</summary>
/// <param name="Backlog">Messages between the head of its streams and the first that is not done.</param>
/// <param name="IsGrowing">Whether each look found more of them.</param>
/// <param name="IsFull">Whether a stream delivers nothing new until messages that are out or failed are done.</param>
public sealed record LaggingSubscription(string Topic, string Subscription, long Backlog, bool IsGrowing, bool IsFull);

/// <summary>An endpoint in trouble that messages wait for.</summary>
/// <param name="Waiting">Messages that are not done; of <see cref="EndpointTrouble.Parked"/>, those that failed and wait for their next attempt.</param>
/// <param name="Reason">Why the subscription was paused; null for another trouble.</param>
public sealed record TroubledEndpoint(string Topic, string Subscription, EndpointTrouble Trouble, long Waiting, string? Reason = null);

/// <summary>What is the matter with an endpoint.</summary>
public enum EndpointTrouble
{
    /// <summary>It failed in a way that paused its subscription.</summary>
    Paused,

    /// <summary>It has not agreed to receive messages.</summary>
    Unverified,

    /// <summary>Its last requests failed, or were answered late, so that it is delivered to apart from others.</summary>
    Failing,

    /// <summary>It refuses messages, which wait for their next attempts.</summary>
    Parked,
}
