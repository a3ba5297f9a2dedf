using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Scheduling;

/// <summary>What waits in a topic, for those who look at it or cancel it.</summary>
public sealed class ScheduledMessages(IScheduledMessageStore store, StoreRetry retry, TimeProvider time)
{
    /// <summary>The message of an id; null when none waits.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<ScheduledMessage?> FindAsync(Topic topic, string id, CancellationToken cancellationToken) =>
        await FindStoredAsync(topic, id, cancellationToken) is { Message: { MovedTo: null } message } ? message : null;

    /// <summary>What waits, in the order in which it is due, after a position; null for the start.</summary>
    /// <param name="limit">At most so many; fewer where they become larger together than a page.</param>
    /// <returns>The messages, and whether there are more.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<(IReadOnlyList<ScheduledMessage> Messages, bool HasMore)> ListAsync(
        Topic topic, SchedulePosition? after, int limit, CancellationToken cancellationToken)
    {
        var pageSize = Math.Max(1, (limit + 1) / topic.Shards);
        var (found, bytes) = (new List<ScheduledMessage>(), 0L);
        var next = new PriorityQueue<IAsyncEnumerator<ScheduledMessage>, string>(StringComparer.Ordinal);
        foreach (var place in topic.Streams())
        {
            await EnqueueAsync(WaitingAsync(place, after, pageSize, cancellationToken).GetAsyncEnumerator(cancellationToken));
        }

        while (next.TryDequeue(out var first, out _))
        {
            if (found.Count == limit || (found.Count > 0 && bytes + first.Current.Body.Length > IScheduledMessageStore.PageBytes))
            {
                return (found, true);
            }

            found.Add(first.Current);
            bytes += first.Current.Body.Length;
            await EnqueueAsync(first);
        }

        return (found, false);

        async Task EnqueueAsync(IAsyncEnumerator<ScheduledMessage> messages)
        {
            if (await messages.MoveNextAsync())
            {
                next.Enqueue(messages, messages.Current.Position.ToString());
            }
        }
    }

    /// <summary>Takes a message back that nobody has begun to move.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer, or what became of the message is not known.</exception>
    /// <exception cref="WriteConflictException">Others changed it all the while.</exception>
    public async Task<CancelResult> CancelAsync(Topic topic, string id, CancellationToken cancellationToken)
    {
        StoredScheduledMessage? tried = null;
        var isUnanswered = false;
        return await retry.RunAsync(AttemptAsync, cancellationToken);

        async ValueTask<CancelResult> AttemptAsync(CancellationToken token)
        {
            var found = await FindStoredAsync(topic, id, token);
            if (tried is not null && found?.Message.Ticket != tried.Message.Ticket)
            {
                return EndOf(tried.Message, isUnanswered);
            }

            if (found is null or { Message.MovedTo: not null } or { Message.MovingSince: not null })
            {
                return found?.Message is { MovedTo: null } ? CancelResult.Moving : CancelResult.NotFound;
            }

            (tried, isUnanswered) = (found, true);
            var isRemoved = await store.TryRemoveAsync(found, token);
            isUnanswered = false;
            return isRemoved ? CancelResult.Cancelled : throw new WriteConflictException();
        }
    }

    // Gone before its time: nobody has delivered it, so that it was this request, whose answer got lost, or another like it.
    private CancelResult EndOf(ScheduledMessage tried, bool isUnanswered) =>
        tried.DueAt > time.GetUtcNow() ? CancelResult.Cancelled
        : isUnanswered ? throw new StoreUnavailableException("Whether it was cancelled or delivered is not known.")
        : CancelResult.NotFound;

    private Task<StoredScheduledMessage?> FindStoredAsync(Topic topic, string id, CancellationToken cancellationToken)
    {
        var key = MessageIdentity.KeyOfId(id);
        return store.FindAsync(ScheduledMessage.PlaceOf(topic, key), key, cancellationToken);
    }

    private async IAsyncEnumerable<ScheduledMessage> WaitingAsync(
        StreamId place, SchedulePosition? after, int pageSize, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredScheduledMessage> page;
        while ((page = await store.ListAsync(place, after, dueBy: null, pageSize, cancellationToken)).Count > 0)
        {
            foreach (var stored in page)
            {
                yield return stored.Message;
            }

            after = page[^1].Message.Position;
        }
    }
}

/// <summary>What became of the wish to cancel a message.</summary>
public enum CancelResult
{
    /// <summary>It is gone, and will not be delivered.</summary>
    Cancelled,

    /// <summary>No such message waits.</summary>
    NotFound,

    /// <summary>It is being delivered.</summary>
    Moving,
}
