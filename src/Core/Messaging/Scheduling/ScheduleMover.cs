using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Scheduling;

/// <summary>
/// Moves messages that are due into the log: marks them, publishes them under their tickets, then removes them. Killed
/// anywhere, whoever finds an old mark does it again, and the log recognises what is there by its ticket.
/// </summary>
public sealed partial class ScheduleMover(
    IScheduledMessageStore store, TopicDirectory topics, StreamCloser streams, IPublisher publisher, TimeProvider time, ILogger<ScheduleMover> logger)
{
    /// <summary>A mark that is older was left by who died, or will find out that it lost.</summary>
    public static readonly TimeSpan MarkAge = TimeSpan.FromSeconds(30);

    private const int PageSize = 100;
    private const int PlacesAtOnce = 8;
    private const int WritesAtOnce = 16;

    /// <summary>Moves what is due anywhere, and returns how many messages.</summary>
    /// <exception cref="StoreUnavailableException">A store does not answer; the next run finds what is left.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var moved = 0;
        StreamId? after = null;
        IReadOnlyList<StreamId> places;
        while ((places = await store.ListPlacesAsync(ScheduledMessage.DueBy(time.GetUtcNow()), after, PageSize, cancellationToken)).Count > 0)
        {
            await BoundedParallel.ForEachAsync(
                places, PlacesAtOnce, async place => Interlocked.Add(ref moved, await MoveAsync(place, cancellationToken)), cancellationToken);
            after = places[^1];
        }

        while (!await store.ForgetAsync(time.GetUtcNow(), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return moved;
    }

    /// <summary>Moves what is due in a place, the earliest first, and returns how many messages.</summary>
    /// <exception cref="StoreUnavailableException">A store does not answer; the next look finds what is left.</exception>
    public async Task<int> MoveAsync(StreamId place, CancellationToken cancellationToken)
    {
        var (moved, dueBy) = (0, ScheduledMessage.DueBy(time.GetUtcNow()));
        SchedulePosition? after = null;
        IReadOnlyList<StoredScheduledMessage> page;
        while ((page = await store.ListAsync(place, after, dueBy, PageSize, cancellationToken)).Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            moved += await MoveAsync(place, page, cancellationToken);
            after = page[^1].Message.Position;
        }

        return moved;
    }

    private async Task<int> MoveAsync(StreamId place, IReadOnlyList<StoredScheduledMessage> due, CancellationToken cancellationToken)
    {
        var name = due[0].Message.Topic;
        if (await topics.FindTopicAsync(name, cancellationToken) is { } topic && topic.Id == place.TopicId)
        {
            var marked = await MarkAsync(due, cancellationToken);
            return marked.Count == 0 ? 0 : await PublishAsync(topic, marked);
        }

        // Either the topic is gone, and what is left of it is being removed, or it can't be seen yet.
        if (await streams.IsClosedAsync(place with { Shard = 0 }, cancellationToken))
        {
            await BoundedParallel.ForEachAsync(due, WritesAtOnce, each => store.TryRemoveAsync(each, cancellationToken), cancellationToken);
        }

        return 0;
    }

    /// <summary>Marks those that nobody else moves, in their order.</summary>
    private async Task<List<StoredScheduledMessage>> MarkAsync(IReadOnlyList<StoredScheduledMessage> due, CancellationToken cancellationToken)
    {
        var (now, marked) = (time.GetUtcNow(), new StoredScheduledMessage?[due.Count]);
        var free = Enumerable.Range(0, due.Count).Where(i => due[i].Message.MovingSince is not { } since || now - since > MarkAge);
        await BoundedParallel.ForEachAsync(
            free,
            WritesAtOnce,
            async i => marked[i] = await store.TryReplaceAsync(due[i], due[i].Message with { MovingSince = now }, cancellationToken),
            cancellationToken);
        return [.. marked.Where(each => each is not null).Select(each => each!)];
    }

    // What was marked is finished, whoever is stopping: nobody else would for a while.
    private async Task<int> PublishAsync(Topic topic, List<StoredScheduledMessage> marked)
    {
        var results = await publisher.PublishAsync(topic, [.. marked.Select(each => each.Message.Due())], CancellationToken.None);
        var ended = Enumerable.Range(0, marked.Count).Where(i => results[i].IsStored || results[i].Status == PublishStatus.Gone).ToArray();
        await BoundedParallel.ForEachAsync(ended, WritesAtOnce, i => EndAsync(marked[i], results[i]), CancellationToken.None);
        if (ended.Length < marked.Count)
        {
            LogPostponed(logger, marked.Count - ended.Length, topic.Id);
        }

        return results.Count(result => result.Status == PublishStatus.Published);
    }

    private Task EndAsync(StoredScheduledMessage marked, PublishResult result) =>
        result.IsStored && marked.Message.IsNamed && marked.Message.RecognisedUntil > time.GetUtcNow()
            ? store.TryReplaceAsync(marked, marked.Message.Moved(result.Stream, result.Sequence), CancellationToken.None)
            : store.TryRemoveAsync(marked, CancellationToken.None);

    [LoggerMessage(LogLevel.Warning, "{Messages} delayed messages of topic {Topic} could not be moved into the log; they are tried again in half a minute.")]
    private static partial void LogPostponed(ILogger logger, int messages, string topic);
}
