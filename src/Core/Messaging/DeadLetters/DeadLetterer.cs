using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.DeadLetters;

/// <summary>
/// Publishes exhausted messages as dead letters, and only then lets the cursor count them as done. Killed in between, the
/// next command on the cursor does it again, and the message id makes both one.
/// </summary>
public sealed partial class DeadLetterer(
    LogEntryCache entries, IPublisher publisher, TopicDirectory topics, CursorWriters writers, ILogger<DeadLetterer> logger)
{
    private readonly ConcurrentDictionary<CursorId, bool> underWay = new();

    /// <summary>Moves what the answer names. What can't be moved now stays in the cursor until the next command, and holds no other message up.</summary>
    /// <returns>Whether other messages became deliverable by it.</returns>
    public async Task<bool> MoveAsync(Subscription subscription, StreamId stream, CursorAnswer answer)
    {
        var id = new CursorId(subscription.Id, stream);
        if (answer.DeadLetters.Count == 0 || !underWay.TryAdd(id, true))
        {
            return false;
        }

        try
        {
            // What this process remembers under a number may be what a stream has lost since with its end: it has to hear of that first.
            var current = await writers.RunAsync(CursorTarget.Of(subscription, stream), [new CursorCommand.Observe()], CancellationToken.None);
            var hasFreed = current.State is { } state && await MoveAsync(subscription, stream, state.Generation, current.DeadLetters);
            return hasFreed || current.Wakes;
        }
        catch (Exception exception) when (exception is StoreUnavailableException or WriteConflictException)
        {
            LogPostponed(logger, answer.DeadLetters.Count, subscription.Id, stream, exception);
            return false;
        }
        finally
        {
            underWay.TryRemove(id, out _);
        }
    }

    private async Task<bool> MoveAsync(Subscription subscription, StreamId stream, ushort generation, IReadOnlyList<ParkedMessage> exhausted)
    {
        var letters = new List<(ParkedMessage Failed, StoredMessage Message)>();
        foreach (var failed in exhausted)
        {
            // One that is not there any more was trimmed; the cursor follows by itself.
            if (await entries.FindAsync(stream, failed.Number) is { } entry)
            {
                letters.Add((failed, entry.Messages[(int)(failed.Number - entry.FirstSequence)]));
            }
        }

        var target = subscription.DeadLetterTopic is { } name ? await topics.FindTopicAsync(name, CancellationToken.None) : null;
        var hasFreed = false;
        foreach (var group in letters.GroupBy(letter => target is not null && letter.Message.Content.HopCount < MessageContent.MaxHops))
        {
            hasFreed |= await PublishAsync(subscription, stream, generation, group.Key ? target : null, [.. group]);
        }

        return hasFreed;
    }

    // A dead-letter topic that is gone, or a message that has come round too often, ends in the subscription's own list.
    private async Task<bool> PublishAsync(
        Subscription subscription, StreamId stream, ushort generation, Topic? target, (ParkedMessage Failed, StoredMessage Message)[] letters)
    {
        var messages = letters.Select(letter => new NewMessage(
            ContentOf(subscription, letter.Failed, letter.Message, hops: target is null ? 0 : 1), IdOf(subscription, stream, letter.Message.Sequence, generation)));
        var results = await publisher.PublishAsync(target ?? DeadLetterStream.AsTopic(subscription), [.. messages], CancellationToken.None);
        var stored = letters.Where((_, i) => results[i].IsStored).Select(letter => letter.Failed.Number).ToArray();
        if (stored.Length < letters.Length)
        {
            LogPostponed(logger, letters.Length - stored.Length, subscription.Id, stream, null);
        }

        return stored.Length > 0
            && (await writers.RunAsync(CursorTarget.Of(subscription, stream), [new CursorCommand.CountDeadLetters(generation, [.. stored])], CancellationToken.None)).Wakes;
    }

    /// <summary>The id of a message's dead letter: after a seek, a message that dies again is another one.</summary>
    /// <param name="generation">See <see cref="CursorState.Generation"/>.</param>
    public static string IdOf(Subscription subscription, StreamId stream, long number, ushort generation) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{subscription.Id}/{stream}/{number}/{generation}");

    private static MessageContent ContentOf(Subscription subscription, ParkedMessage failed, StoredMessage message, int hops)
    {
        var content = DeadLetterAttributes.Add(message, subscription, failed);
        return content with { HopCount = content.HopCount + hops };
    }

    [LoggerMessage(LogLevel.Warning, "{Messages} messages of subscription {Subscription} in {Stream} could not be dead-lettered yet.")]
    private static partial void LogPostponed(ILogger logger, int messages, string subscription, StreamId stream, Exception? exception);
}
