using BitFaster.Caching.Lru;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>
/// Entries of the log that were read lately, so that ten thousand subscriptions of a topic share one read. Entries never
/// change, so nothing is ever stale. Concurrent misses of one number share a read.
/// </summary>
public sealed class LogEntryCache(LogReader log)
{
    /// <summary>An entry is up to 1 MB, and is found by its first number and by those that were asked for.</summary>
    private const int Capacity = 128;

    private const int ReadAhead = 200;

    private readonly ConcurrentLru<(StreamId Stream, long Number), LogEntry> entries = new(Capacity);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<(StreamId Stream, long Number), Lazy<Task<LogEntry?>>> reads = new();

    /// <summary>The entry that holds a number; null when it is not there, yet or any more.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer.</exception>
    public ValueTask<LogEntry?> FindAsync(StreamId stream, long number) => entries.TryGet((stream, number), out var entry)
        ? new ValueTask<LogEntry?>(entry)
        : new ValueTask<LogEntry?>(reads.GetOrAdd((stream, number), static (id, cache) => new(() => cache.ReadAsync(id.Stream, id.Number)), this).Value);

    private async Task<LogEntry?> ReadAsync(StreamId stream, long number)
    {
        try
        {
            var found = await log.ReadAsync(stream, number, ReadAhead, CancellationToken.None);
            foreach (var entry in found)
            {
                entries.AddOrUpdate((stream, entry.FirstSequence), entry);
            }

            if (found.Count > 0)
            {
                entries.AddOrUpdate((stream, number), found[0]);
            }

            return found.Count > 0 ? found[0] : null;
        }
        finally
        {
            reads.TryRemove((stream, number), out _);
        }
    }
}
