using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>A subscription's own dead letters that were not replayed.</summary>
public sealed class DeadLetterList(IMessageLog log, ICursorStore cursors, LogEntryCache entries, CursorClient client)
{
    /// <summary>A page ends with the letter by which its data and attributes become larger together, in bytes.</summary>
    public const int PageBytes = 1_048_576;

    /// <summary>The list from a number on, oldest first.</summary>
    /// <param name="limit">At most so many.</param>
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public async Task<Page> ListAsync(Subscription subscription, long from, int limit, CancellationToken cancellationToken)
    {
        var (id, head, state) = await FindAsync(subscription, cancellationToken);
        var (letters, bytes) = (new List<DeadLetter>(), 0L);
        var number = Math.Max(from, Floor(head, state));
        for (; number < head.Next && letters.Count < limit && bytes < PageBytes; number++)
        {
            if (state?.IsDone(number) != true && await entries.FindAsync(id.Stream, number) is { } entry)
            {
                letters.Add(DeadLetter.Of(entry.Messages[(int)(number - entry.FirstSequence)]));
                bytes += letters[^1].Stored.Content.Bytes;
            }
        }

        return new Page(letters, number < head.Next ? number : null);
    }

    /// <summary>How many there are.</summary>
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public async Task<long> CountAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var (_, head, state) = await FindAsync(subscription, cancellationToken);
        var (floor, replayed) = (Floor(head, state), 0L);
        for (var number = floor; number < state?.Next; number++)
        {
            replayed += state.IsDone(number) ? 1 : 0;
        }

        return Math.Max(0, head.Next - floor - replayed);
    }

    /// <summary>Everything below was replayed or trimmed.</summary>
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public async Task<long> FindFloorAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var (_, head, state) = await FindAsync(subscription, cancellationToken);
        return Floor(head, state);
    }

    /// <summary>Moves what failed for the last time into the list, as far as nobody has done it by pulling.</summary>
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public async Task CollectAsync(Topic topic, Subscription subscription, CancellationToken cancellationToken)
    {
        foreach (var stream in topic.Streams())
        {
            await client.RunAsync(subscription, stream, [new CursorCommand.Observe()], cancellationToken);
        }
    }

    private static long Floor(StreamHead head, CursorState? state) => Math.Max(head.Low, state?.Floor ?? StreamHead.FirstNumber);

    private async Task<(CursorId Id, StreamHead Head, CursorState? State)> FindAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var id = DeadLetterStream.TargetOf(subscription.Id).Id;
        var head = (await log.FindHeadAsync(id.Stream, cancellationToken)).Head;
        return (id, head, (await cursors.FindAsync(id, cancellationToken))?.State);
    }

    /// <summary>A part of the list.</summary>
    /// <param name="Next">Where the next part begins; null at the end.</param>
    public sealed record Page(IReadOnlyList<DeadLetter> Letters, long? Next);
}
