using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Trimming;

/// <summary>
/// Removes what every subscription has done with, and what has become too old. Only active streams are looked at, and the list
/// of topics, where some may have been left half deleted. The heads
/// are read first, then the subscriptions, then their floors: a subscription that is not on the list begins at or after
/// those heads, one that is and has no floor yet holds everything, so nothing is removed that one will still read. A
/// subscription's own dead letters are kept as long as the topic's messages may be, from the time of their death.
/// </summary>
public sealed partial class TopicTrimmer(
    ITopicStore store, IMessageLog log, LogReader reader, ISubscriptionCursors cursors, Deleter deleter, StoreRetry retry, TimeProvider time, ILogger<TopicTrimmer> logger, BacklogWatch? backlogs = null)
{
    /// <summary>A subscription that is pending for longer was left so by a crash.</summary>
    public static readonly TimeSpan PendingFor = TimeSpan.FromMinutes(10);

    private const int PageSize = 1_000;

    private readonly StreamTrimmer trimmer = new(log, reader, retry, time);

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
        var topics = await TopicsAsync(cancellationToken);
        var letters = streams.Select(group => group.Key).Except(topics.Select(topic => topic.Id)).ToHashSet(StringComparer.Ordinal);
        foreach (var topic in topics.Where(topic => topic.Deleting || letters.Count > 0 || streams.Contains(topic.Id)))
        {
            await TryTrimAsync(topic, [.. streams[topic.Id]], letters, cancellationToken);
        }

        return streams.Sum(group => group.Count());
    }

    /// <param name="letters">Topic ids of the active streams that no topic has: dead letters of the subscriptions of these ids.</param>
    private async Task TryTrimAsync(Topic topic, StreamId[] streams, HashSet<string> letters, CancellationToken cancellationToken)
    {
        try
        {
            if (topic.Deleting)
            {
                await FinishDeletingAsync(topic.Name, cancellationToken);
                return;
            }

            var heads = new List<StoredHead>();
            foreach (var stream in streams)
            {
                heads.Add(await log.FindHeadAsync(stream, cancellationToken));
            }

            var subscriptions = await SubscriptionsAsync(topic, cancellationToken);
            foreach (var head in heads)
            {
                await trimmer.TrimAsync(head, await FindLowAsync(topic, head, subscriptions, cancellationToken), cancellationToken);
            }

            foreach (var subscription in subscriptions.Where(letters.Contains))
            {
                await TrimLettersAsync(topic, subscription, cancellationToken);
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
        var aged = await trimmer.FindAgedAsync(head, age, cancellationToken);
        if (subscriptions.Count == 0)
        {
            return aged;
        }

        var floors = await cursors.FindFloorsAsync(head.Stream, cancellationToken);
        backlogs?.Note(head.Head, floors);
        return isTimed ? aged : Math.Max(aged, DoneOf(head, subscriptions, floors));
    }

    /// <summary>A subscription's own dead letters: what was replayed goes, and what is older than a message of the topic may be.</summary>
    private async Task TrimLettersAsync(Topic topic, string subscription, CancellationToken cancellationToken)
    {
        var head = await log.FindHeadAsync(DeadLetterStream.Of(subscription), cancellationToken);
        var aged = await trimmer.FindAgedAsync(head, topic.MaxAge, cancellationToken);
        var floors = await cursors.FindFloorsAsync(head.Stream, cancellationToken);
        backlogs?.NoteLetters(subscription, head.Head, floors);
        await trimmer.TrimAsync(head, Math.Max(aged, DoneOf(head, [subscription], floors)), cancellationToken);
    }

    private static long DoneOf(StoredHead head, List<string> subscriptions, IReadOnlyDictionary<string, long> floors) =>
        Math.Min(subscriptions.Min(id => floors.GetValueOrDefault(id, head.Head.Low)), head.Head.Next);

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
                if (!await TryDeleteUnfinishedAsync(topic, stored, cancellationToken))
                {
                    found.Add(stored.Subscription.Id);
                    backlogs?.Know(topic, stored.Subscription);
                }
            }

            after = page.Count > 0 ? page[^1].Subscription.Name : after;
        }
        while (page.Count == PageSize);

        return found;
    }

    private async Task<bool> TryDeleteUnfinishedAsync(Topic topic, StoredSubscription stored, CancellationToken cancellationToken)
    {
        var subscription = stored.Subscription;
        var isAbandoned = !subscription.Active && time.GetUtcNow() - subscription.CreatedAt > PendingFor;
        return (subscription.Deleting || isAbandoned) && await deleter.TryDeleteAsync(stored, topic.Shards, cancellationToken);
    }

    private async Task FinishDeletingAsync(string topic, CancellationToken cancellationToken)
    {
        if (await store.FindTopicAsync(topic, cancellationToken) is { Topic.Deleting: true } stored)
        {
            await deleter.TryDeleteAsync(stored, cancellationToken);
        }
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

    private async Task<List<Topic>> TopicsAsync(CancellationToken cancellationToken)
    {
        var found = new List<Topic>();
        IReadOnlyList<StoredTopic> page;
        do
        {
            page = await store.ListTopicsAsync(found.Count == 0 ? null : found[^1].Name, PageSize, cancellationToken);
            found.AddRange(page.Select(stored => stored.Topic));
        }
        while (page.Count == PageSize);

        return found;
    }

    [LoggerMessage(LogLevel.Warning, "Topic {Topic} could not be trimmed; the next run tries again.")]
    private static partial void LogFailed(ILogger logger, string topic, Exception exception);
}
