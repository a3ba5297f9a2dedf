using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Scheduling;

/// <summary>
/// Keeps messages until they are due. Its answer comes after each is durable, and after it was seen that their topic had not been
/// deleted by then: whoever deletes it later also removes them.
/// </summary>
public sealed partial class Scheduler(
    IScheduledMessageStore store,
    StreamCloser streams,
    ScheduleWakeUps wakeUps,
    StoreRetry retry,
    PublishMetrics metrics,
    RandomNumberGenerator random,
    TimeProvider time,
    ILogger<Scheduler> logger)
{
    /// <summary>Writes under way at a time, of one request.</summary>
    private const int AtOnce = 16;

    private readonly PublishAdmission admission = new();

    /// <summary>Stores messages, each with the time it is due, unless they are repetitions.</summary>
    /// <returns>A result for each message, in their order.</returns>
    public async Task<IReadOnlyList<PublishResult>> ScheduleAsync(Topic topic, IReadOnlyList<NewMessage> messages)
    {
        var now = time.GetUtcNow();
        var scheduled = messages.Select((message, i) => ScheduledMessage.Of(topic, message, now, random, i)).ToArray();
        var size = scheduled.Sum(message => (long)message.Body.Length);
        if (!admission.TryEnter(size))
        {
            return Count([.. scheduled.Select(message => new PublishResult(PublishStatus.Overloaded, message.Place))]);
        }

        try
        {
            var results = await StoreAllAsync(scheduled);
            return Count(await FindEndAsync(topic) is { } end ? [.. scheduled.Select(message => new PublishResult(end, message.Place))] : results);
        }
        finally
        {
            admission.Leave(size);
        }
    }

    /// <summary>What a message with an id that is due already repeats; null where it is no repetition of one that was delayed.</summary>
    public async Task<PublishResult?> FindRepeatedAsync(Topic topic, NewMessage message)
    {
        var key = MessageIdentity.KeyOfId(message.Id!);
        try
        {
            var found = await retry.RunAsync(
                async token => await store.FindAsync(ScheduledMessage.PlaceOf(topic, key), key, token), CancellationToken.None);
            return found is null || IsForgotten(found.Message) ? null : Count([RepetitionOf(found.Message)])[0];
        }
        catch (StoreUnavailableException exception)
        {
            LogFailed(logger, 1, topic.Id, exception);
            return Count([new PublishResult(PublishStatus.Unavailable, ScheduledMessage.PlaceOf(topic, key))])[0];
        }
    }

    private async Task<PublishResult[]> StoreAllAsync(ScheduledMessage[] messages)
    {
        var results = new PublishResult[messages.Length];

        // Of one id the first is stored, and the others are its repetitions.
        var groups = Enumerable.Range(0, messages.Length).GroupBy(i => messages[i].Key, StringComparer.Ordinal);
        var waking = wakeUps.SendAsync(messages.Select(message => (message.Place, message.DeliverAt)));
        await BoundedParallel.ForEachAsync(
            groups,
            AtOnce,
            async group =>
            {
                foreach (var i in group)
                {
                    results[i] = await StoreAsync(messages[i]);
                }
            },
            CancellationToken.None);
        await waking;
        return results;
    }

    private async Task<PublishResult> StoreAsync(ScheduledMessage message)
    {
        try
        {
            return await retry.RunAsync(_ => AttemptAsync(message), CancellationToken.None);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or WriteConflictException)
        {
            LogFailed(logger, 1, message.Place.TopicId, exception);
            return new PublishResult(PublishStatus.Unavailable, message.Place);
        }
    }

    private async ValueTask<PublishResult> AttemptAsync(ScheduledMessage message)
    {
        if (await store.TryAddAsync(message, CancellationToken.None))
        {
            return Scheduled(message);
        }

        if (await store.FindAsync(message.Place, message.Key, CancellationToken.None) is not { } found)
        {
            throw new WriteConflictException();
        }

        // Its own is one whose answer got lost, wherever it is by now.
        if (found.Message.Ticket == message.Ticket)
        {
            return Scheduled(message);
        }

        if (!IsForgotten(found.Message))
        {
            return RepetitionOf(found.Message);
        }

        return await store.TryReplaceAsync(found, message, CancellationToken.None) is not null ? Scheduled(message) : throw new WriteConflictException();
    }

    /// <summary>What becomes of everything where the topic was deleted meanwhile, or where that can't be found out; else null.</summary>
    private async Task<PublishStatus?> FindEndAsync(Topic topic)
    {
        try
        {
            if (!await retry.RunAsync(async token => await streams.IsClosedAsync(topic.Streams().First(), token), CancellationToken.None))
            {
                return null;
            }

            // Purging may have been here already.
            foreach (var place in topic.Streams())
            {
                await store.PurgeAsync(place, CancellationToken.None);
            }

            return PublishStatus.Gone;
        }
        catch (StoreUnavailableException exception)
        {
            LogFailed(logger, 1, topic.Id, exception);
            return PublishStatus.Unavailable;
        }
    }

    private bool IsForgotten(ScheduledMessage found) => found.MovedTo is not null && found.RecognisedUntil <= time.GetUtcNow();

    private static PublishResult Scheduled(ScheduledMessage message) =>
        new(PublishStatus.Scheduled, message.Place, message.Id) { DeliverAt = message.DeliverAt };

    private static PublishResult RepetitionOf(ScheduledMessage first) => first.MovedTo is { } moved
        ? new PublishResult(PublishStatus.Duplicate, first.Place with { Shard = moved.Shard }, first.Id, moved.Sequence)
        : new PublishResult(PublishStatus.Duplicate, first.Place, first.Id) { DeliverAt = first.DeliverAt };

    private PublishResult[] Count(PublishResult[] results)
    {
        foreach (var result in results)
        {
            metrics.CountMessages(result.Status);
        }

        return results;
    }

    [LoggerMessage(LogLevel.Warning, "{Messages} delayed messages of topic {Topic} could not be stored; they may have been.")]
    private static partial void LogFailed(ILogger logger, int messages, string topic, Exception exception);
}
