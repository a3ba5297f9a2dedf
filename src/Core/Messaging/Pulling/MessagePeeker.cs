using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>Shows what a subscription has not done yet, and takes nothing: no lease, no attempt, no change.</summary>
public sealed class MessagePeeker(CursorClient client, ICursorStore cursors, LogEntryCache entries, TimeProvider time)
{
    /// <summary>The most messages of a look.</summary>
    public const int MaxMessages = 100;

    /// <summary>A look ends with the message by which their data and attributes become larger together, in bytes.</summary>
    public const int MaxBytes = 1_048_576;

    /// <summary>The most numbers of a stream that are looked at, done or not, so that a look ends soon.</summary>
    private const int MaxLookedAt = 2_000;

    /// <summary>The oldest messages that are not done, of each stream in turn.</summary>
    /// <param name="max">1-<see cref="MaxMessages"/>.</param>
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public async Task<PeekResult> PeekAsync(Topic topic, Subscription subscription, int max, CancellationToken cancellationToken)
    {
        var (found, bytes, hasMore) = (new List<PeekedMessage>(), 0L, false);
        foreach (var stream in topic.Streams())
        {
            var look = await LookAsync(subscription, stream, cancellationToken);
            await foreach (var peeked in look.WithCancellation(cancellationToken))
            {
                if (peeked is null || found.Count == max || bytes >= MaxBytes)
                {
                    hasMore = true;
                    break;
                }

                found.Add(peeked);
                bytes += peeked.Message.Content.Bytes;
            }
        }

        return new PeekResult(found, hasMore);
    }

    private async Task<IAsyncEnumerable<PeekedMessage?>> LookAsync(Subscription subscription, StreamId stream, CancellationToken cancellationToken)
    {
        var answer = await client.RunAsync(subscription, stream, [new CursorCommand.Observe()], cancellationToken);
        if (answer is not { State: { } state, Head: { } head })
        {
            return AsyncEnumerable.Empty<PeekedMessage?>();
        }

        var parked = await ParkedAsync(new CursorId(subscription.Id, stream), state, cancellationToken);
        return ReadAsync(CursorTarget.Of(subscription, stream), state, head, parked);
    }

    /// <summary>Messages in their order; null where there may be more that was not looked at.</summary>
    private async IAsyncEnumerable<PeekedMessage?> ReadAsync(CursorTarget target, CursorState state, StreamHead head, IReadOnlyDictionary<long, ParkedMessage> parked)
    {
        // Below it nothing waits but what is named.
        var scanned = state.WaitingKeys.Select(key => key.From).Append(state.Floor).Min();
        var named = state.Outstanding.Select(message => message.Number).Concat(parked.Keys).Where(number => number < scanned).Order();
        var looked = 0;
        foreach (var number in named.Concat(Numbers(Math.Max(scanned, head.Low), head.Next)))
        {
            if (++looked > MaxLookedAt)
            {
                yield return null;
                yield break;
            }

            if (await MessageAsync(target.Id.Stream, number) is { } message && StateOf(message, target, state, parked, time.GetUtcNow()) is { } peeked)
            {
                yield return peeked;
            }
        }
    }

    private static PeekedMessage? StateOf(
        StoredMessage message, CursorTarget target, CursorState state, IReadOnlyDictionary<long, ParkedMessage> parked, DateTimeOffset now)
    {
        if (state.Outstanding.Find(message.Sequence) is { } lease)
        {
            return new PeekedMessage(message, PeekedState.Leased, lease.Attempt, lease.Deadline);
        }

        if (parked.TryGetValue(message.Sequence, out var failed))
        {
            return failed.NotBefore > now
                ? new PeekedMessage(message, PeekedState.Delayed, failed.Attempts, failed.NotBefore)
                : new PeekedMessage(message, PeekedState.Waiting, failed.Attempts, null);
        }

        var key = target.Rules.IsOrdered ? OrderingKeys.Of(message.Content.OrderingKey) : 0;
        return state.IsDone(message.Sequence, key) || !target.Admits(message.Content) ? null : new PeekedMessage(message, PeekedState.Waiting, 0, null);
    }

    private async ValueTask<StoredMessage?> MessageAsync(StreamId stream, long number) =>
        await entries.FindAsync(stream, number) is { } entry ? entry.Messages[(int)(number - entry.FirstSequence)] : null;

    private async Task<IReadOnlyDictionary<long, ParkedMessage>> ParkedAsync(CursorId id, CursorState state, CancellationToken cancellationToken)
    {
        var parked = state.Parked.ToDictionary(message => message.Number);
        foreach (var page in state.Pages)
        {
            // A page that is gone by now belongs to an older cursor: what it held is elsewhere.
            foreach (var message in await cursors.FindPageAsync(id, page.Id, cancellationToken) ?? [])
            {
                if (message.Number <= page.Highest)
                {
                    parked.TryAdd(message.Number, message);
                }
            }

            if (parked.Count > MaxLookedAt)
            {
                break;
            }
        }

        return parked;
    }

    private static IEnumerable<long> Numbers(long from, long until)
    {
        for (var number = from; number < until; number++)
        {
            yield return number;
        }
    }
}

/// <summary>What a look found.</summary>
/// <param name="HasMore">There may be more.</param>
public sealed record PeekResult(IReadOnlyList<PeekedMessage> Messages, bool HasMore);

/// <summary>A message that is not done.</summary>
/// <param name="Attempts">Deliveries so far.</param>
/// <param name="Due">When its lease or its delay ends; null where it waits for nothing of the kind.</param>
public sealed record PeekedMessage(StoredMessage Message, PeekedState State, int Attempts, DateTimeOffset? Due);

/// <summary>What holds a message up.</summary>
public enum PeekedState
{
    /// <summary>Its turn, or an earlier message of its ordering key.</summary>
    Waiting,

    /// <summary>A consumer has it.</summary>
    Leased,

    /// <summary>It failed, or was given back, and waits to be delivered again.</summary>
    Delayed,
}
