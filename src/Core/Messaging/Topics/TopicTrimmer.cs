using Microsoft.Extensions.Logging;
using Serverless.Core.Storage;
using Serverless.Core.Time;

namespace Serverless.Core.Messaging.Topics;

/// <summary>
/// Removes what every subscription has done with, and what has become too old. Only active streams are looked at. The heads
/// are read first, then the subscriptions, then their floors: a subscription that is not on the list begins at or after
/// those heads, one that is and has no floor yet holds everything, so nothing is removed that one will still read.
/// </summary>
public sealed partial class TopicTrimmer(
    ITopicStore store, IMessageLog log, LogReader reader, ISubscriptionCursors cursors, StoreRetry retry, TimeProvider time, ILogger<TopicTrimmer> logger)
{
    /// <summary>A subscription that is pending for longer was left so by a crash.</summary>
    public static readonly TimeSpan PendingFor = TimeSpan.FromMinutes(10);

    private const int PageSize = 1_000;

    /// <summary>Trims every active stream; one that fails is left to the next run.</summary>
    /// <returns>How many streams were looked at.</returns>
    /// <exception cref="StoreUnavailableException">The streams or topics can't be listed.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        while (!await log.ForgetIdsAsync(time.GetUtcNow(), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        var streams = (await ActiveAsync(cancellationToken)).ToLookup(stream => stream.TopicId, StringComparer.Ordinal);
        if (streams.Count == 0)
        {
            return 0;
        }

        await foreach (var topic in TopicsAsync(cancellationToken))
        {
            if (streams.Contains(topic.Id))
            {
                await TryTrimAsync(topic, [.. streams[topic.Id]], cancellationToken);
            }
        }

        return streams.Sum(group => group.Count());
    }

    private async Task TryTrimAsync(Topic topic, StreamId[] streams, CancellationToken cancellationToken)
    {
        try
        {
            var heads = new List<StoredHead>();
            foreach (var stream in streams)
            {
                heads.Add(await log.FindHeadAsync(stream, cancellationToken));
            }

            var subscriptions = await SubscriptionsAsync(topic, cancellationToken);
            foreach (var head in heads)
            {
                await TrimAsync(head, await FindLowAsync(topic, head, subscriptions, cancellationToken), cancellationToken);
            }
        }
        catch (Exception exception) when (exception is StoreUnavailableException or WriteConflictException)
        {
            LogFailed(logger, topic.Name, exception);
        }
    }

    private async Task<long> FindLowAsync(Topic topic, StoredHead head, List<string> subscriptions, CancellationToken cancellationToken)
    {
        var isTimed = topic.Retention.Mode == RetentionMode.KeepFor;
        var age = isTimed && topic.Retention.Duration < topic.MaxAge ? topic.Retention.Duration.Value : topic.MaxAge;
        var aged = await FindAgedAsync(head, time.GetUtcNow() - age, cancellationToken);
        return isTimed || subscriptions.Count == 0
            ? aged
            : Math.Max(aged, await FindDoneAsync(head, subscriptions, cancellationToken));
    }

    private async Task<long> FindAgedAsync(StoredHead head, DateTimeOffset oldest, CancellationToken cancellationToken)
    {
        var lowest = await log.FindEntryAsync(head.Stream, head.Head.Low, cancellationToken);
        var mayBeAged = head.Head.Low < head.Head.Next && (lowest is null || lowest.CommittedAt < oldest);
        return mayBeAged ? Math.Min(await reader.FindSequenceAsync(head.Stream, oldest, cancellationToken), head.Head.Next) : head.Head.Low;
    }

    private async Task<long> FindDoneAsync(StoredHead head, List<string> subscriptions, CancellationToken cancellationToken)
    {
        var floors = await cursors.FindFloorsAsync(head.Stream, cancellationToken);
        var lowest = subscriptions.Min(id => floors.GetValueOrDefault(id, head.Head.Low));
        return Math.Min(lowest, head.Head.Next);
    }

    private async Task TrimAsync(StoredHead head, long low, CancellationToken cancellationToken)
    {
        if (low > head.Head.Low)
        {
            await retry.RunAsync(token => RaiseAsync(head.Stream, low, token), cancellationToken);
        }

        while (!await log.TrimAsync(head.Stream, Math.Max(low, head.Head.Low), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        await RestAsync(head.Stream, cancellationToken);
    }

    private async ValueTask<StoredHead> RaiseAsync(StreamId stream, long low, CancellationToken cancellationToken)
    {
        var current = await log.FindHeadAsync(stream, cancellationToken);
        return current.Head.Low >= low
            ? current
            : await log.TryReplaceHeadAsync(current, current.Head with { Low = low }, cancellationToken) ?? throw new WriteConflictException();
    }

    // Whoever publishes in between makes the head another one, and the stream stays active.
    private async Task RestAsync(StreamId stream, CancellationToken cancellationToken)
    {
        var current = await log.FindHeadAsync(stream, cancellationToken);
        if (current.Head.Active && current.Head.Low == current.Head.Next)
        {
            await log.TryReplaceHeadAsync(current, current.Head with { Active = false }, cancellationToken);
        }
    }

    private async Task<List<string>> SubscriptionsAsync(Topic topic, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        string? after = null;
        IReadOnlyList<StoredSubscription> page;
        do
        {
            page = await store.ListSubscriptionsAsync(topic.Id, after, PageSize, cancellationToken);
            foreach (var stored in page)
            {
                if (!await TryBuryAbandonedAsync(topic, stored, cancellationToken))
                {
                    found.Add(stored.Subscription.Id);
                }
            }

            after = page.Count > 0 ? page[^1].Subscription.Name : after;
        }
        while (page.Count == PageSize);

        return found;
    }

    private async Task<bool> TryBuryAbandonedAsync(Topic topic, StoredSubscription stored, CancellationToken cancellationToken)
    {
        var (subscription, now) = (stored.Subscription, time.GetUtcNow().ToMilliseconds());
        return !subscription.Active
            && now - subscription.CreatedAt > PendingFor
            && await store.TryBurySubscriptionAsync(
                stored, new Tombstone(topic.Id, subscription.Id, subscription.Name, topic.Shards, now), cancellationToken);
    }

    private async Task<List<StreamId>> ActiveAsync(CancellationToken cancellationToken)
    {
        var found = new List<StreamId>();
        IReadOnlyList<StreamId> page;
        do
        {
            page = await log.ListActiveAsync(found.Count == 0 ? null : found[^1], PageSize, cancellationToken);
            found.AddRange(page);
        }
        while (page.Count == PageSize);

        return found;
    }

    private async IAsyncEnumerable<Topic> TopicsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        IReadOnlyList<StoredTopic> page;
        do
        {
            page = await store.ListTopicsAsync(after, PageSize, cancellationToken);
            foreach (var stored in page)
            {
                yield return stored.Topic;
            }

            after = page.Count > 0 ? page[^1].Topic.Name : after;
        }
        while (page.Count == PageSize);
    }

    [LoggerMessage(LogLevel.Warning, "Topic {Topic} could not be trimmed; the next run tries again.")]
    private static partial void LogFailed(ILogger logger, string topic, Exception exception);
}
