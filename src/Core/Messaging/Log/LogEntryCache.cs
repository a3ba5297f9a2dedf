using BitFaster.Caching.Lru;

namespace Serverless.Core.Messaging.Log;

/// <summary>
/// Entries of the log that were read lately, so that ten thousand subscriptions of a topic share one read. Entries never
/// change, so nothing is ever stale. Concurrent misses of one number share a read.
/// </summary>
public sealed class LogEntryCache(LogReader log)
{
    /// <summary>Large entries, of up to 1 MB. Each is found by its first number and by those that were asked for.</summary>
    private const int LargeCapacity = 128;

    /// <summary>Small entries: a window of a cursor, which an ordered subscription walks through again and again, has to fit.</summary>
    private const int SmallCapacity = 4_096;

    /// <summary>So many small entries take as much as the large ones do at most.</summary>
    private const int SmallBytes = LargeCapacity * PackedEntry.MaxBytes / SmallCapacity;

    private const int ReadAhead = 200;

    private readonly ConcurrentLru<(StreamId Stream, long Number), LogEntry> large = new(LargeCapacity);
    private readonly ConcurrentLru<(StreamId Stream, long Number), LogEntry> small = new(SmallCapacity);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<(StreamId Stream, long Number), Lazy<Task<LogEntry?>>> reads = new();

    /// <summary>The entry that holds a number; null when it is not there, yet or any more.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer.</exception>
    public ValueTask<LogEntry?> FindAsync(StreamId stream, long number) => Remembered(stream, number) is { } entry
        ? new ValueTask<LogEntry?>(entry)
        : new ValueTask<LogEntry?>(reads.GetOrAdd((stream, number), static (id, cache) => new(() => cache.ReadAsync(id.Stream, id.Number)), this).Value);

    // An entry is remembered by a few of its numbers: one a little lower may be of the same.
    private LogEntry? Remembered(StreamId stream, long number)
    {
        var lowest = Math.Max(StreamHead.FirstNumber, number - PackedEntry.MaxMessages + 1);
        for (var near = number; near >= lowest; near--)
        {
            if (small.TryGet((stream, near), out var entry) || large.TryGet((stream, near), out entry))
            {
                return number < entry.Next ? entry : null;
            }
        }

        return null;
    }

    private async Task<LogEntry?> ReadAsync(StreamId stream, long number)
    {
        try
        {
            var found = await log.ReadAsync(stream, number, ReadAhead, CancellationToken.None);
            foreach (var entry in found)
            {
                Keep(entry, entry.FirstSequence);
            }

            if (found.Count > 0)
            {
                Keep(found[0], number);
            }

            return found.Count > 0 ? found[0] : null;
        }
        finally
        {
            reads.TryRemove((stream, number), out _);
        }
    }

    private void Keep(LogEntry entry, long number)
    {
        (BytesOf(entry) <= SmallBytes ? small : large).AddOrUpdate((entry.Stream, number), entry);
    }

    private static int BytesOf(LogEntry entry) => entry.Messages.Sum(message => message.Content.Bytes);
}
