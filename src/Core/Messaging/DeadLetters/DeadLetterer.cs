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
    LogEntryCache entries, IPublisher publisher, TopicDirectory topics, CursorLanes lanes, ILogger<DeadLetterer> logger)
{
    private readonly ConcurrentDictionary<CursorId, bool> underWay = new();

    /// <summary>Moves what the answer names. What can't be moved now stays in the cursor until the next command, and holds no other message up.</summary>
    public async Task MoveAsync(Subscription subscription, StreamId stream, CursorAnswer answer)
    {
        var id = new CursorId(subscription.Id, stream);
        if (answer.DeadLetters.Count == 0 || !underWay.TryAdd(id, true))
        {
            return;
        }

        try
        {
            await MoveAsync(subscription, stream, answer.DeadLetters);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or WriteConflictException)
        {
            LogPostponed(logger, answer.DeadLetters.Count, subscription.Id, stream, exception);
        }
        finally
        {
            underWay.TryRemove(id, out _);
        }
    }

    private async Task MoveAsync(Subscription subscription, StreamId stream, IReadOnlyList<FailedMessage> exhausted)
    {
        var letters = new List<(FailedMessage Failed, StoredMessage Message)>();
        foreach (var failed in exhausted)
        {
            // One that is not there any more was trimmed; the cursor follows by itself.
            if (await entries.FindAsync(stream, failed.Number) is { } entry)
            {
                letters.Add((failed, entry.Messages[(int)(failed.Number - entry.FirstSequence)]));
            }
        }

        var target = subscription.DeadLetterTopic is { } name ? await topics.FindTopicAsync(name, CancellationToken.None) : null;
        foreach (var group in letters.GroupBy(letter => target is not null && letter.Message.Content.HopCount < MessageContent.MaxHops))
        {
            await PublishAsync(subscription, stream, group.Key ? target : null, [.. group]);
        }
    }

    // A dead-letter topic that is gone, or a message that has come round too often, ends in the subscription's own list.
    private async Task PublishAsync(
        Subscription subscription, StreamId stream, Topic? target, (FailedMessage Failed, StoredMessage Message)[] letters)
    {
        var messages = letters.Select(letter => new NewMessage(
            ContentOf(subscription, letter.Failed, letter.Message, hops: target is null ? 0 : 1), $"{subscription.Id}/{stream}/{letter.Message.Sequence}"));
        var results = await publisher.PublishAsync(target ?? DeadLetterStream.AsTopic(subscription), [.. messages], CancellationToken.None);
        var buried = letters.Where((_, i) => results[i].IsStored).Select(letter => letter.Failed.Number).ToArray();
        if (buried.Length < letters.Length)
        {
            LogPostponed(logger, letters.Length - buried.Length, subscription.Id, stream, null);
        }

        if (buried.Length > 0)
        {
            await lanes.RunAsync(CursorTarget.Of(subscription, stream), [new CursorCommand.Bury([.. buried])], CancellationToken.None);
        }
    }

    private static MessageContent ContentOf(Subscription subscription, FailedMessage failed, StoredMessage message, int hops)
    {
        var content = RecipientAttribute.RemoveFrom(message).Content;
        return DeadLetterAttributes.Add(content with { HopCount = content.HopCount + hops }, subscription, failed, message.Id);
    }

    [LoggerMessage(LogLevel.Warning, "{Messages} messages of subscription {Subscription} in {Stream} could not be dead-lettered yet.")]
    private static partial void LogPostponed(ILogger logger, int messages, string subscription, StreamId stream, Exception? exception);
}
