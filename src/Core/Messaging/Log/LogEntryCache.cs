using BitFaster.Caching.Lru;

namespace Serverless.Core.Messaging.Log;

/// <summary>
/// Entries of the log that were read lately, so that ten thousand subscriptions of a topic share one read. Entries never
/// change; only a stream that has lost its end gives numbers again, and then what was read of it before is forgotten.
/// Concurrent misses of one number share a read. Entries are read ahead, so how far a stream was seen is remembered too: one
/// that ends before that has lost its end, though no cursor may have come as far.
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

    /// <summary>Streams that have lost their end are few.</summary>
    private const int MaxEpochs = 1_000;

    private const int MaxStreams = 10_000;

    private readonly ConcurrentLru<(StreamId Stream, long Number), LogEntry> large = new(LargeCapacity);
    private readonly ConcurrentLru<(StreamId Stream, long Number), LogEntry> small = new(SmallCapacity);
    private readonly SingleFlight<(StreamId Stream, long Number, int Epoch), LogEntry?> reads = new();

    private readonly ConcurrentLru<StreamId, int> epochs = new(MaxEpochs);
    private readonly ConcurrentLru<StreamId, long> ends = new(MaxStreams);

    /// <summary>To be told of every head that is read: what was remembered before a stream lost its end is forgotten.</summary>
    public void Follow(StreamId stream, int epoch)
    {
        if (epoch <= EpochOf(stream))
        {
            return;
        }

        // The epoch first: a read that began before it finds it changed.
        epochs.AddOrUpdate(stream, epoch);
        Forget(stream);
    }

    /// <summary>The number after the last message of a stream that was read since its last loss; the first number where nothing was.</summary>
    public long SeenNext(StreamId stream) => ends.TryGet(stream, out var next) ? next : StreamHead.FirstNumber;

    /// <summary>The entry that holds a number; null when it is not there, yet or any more.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer.</exception>
    public ValueTask<LogEntry?> FindAsync(StreamId stream, long number) => Remembered(stream, number) is { } entry
        ? new ValueTask<LogEntry?>(entry)
        : new ValueTask<LogEntry?>(reads.JoinAsync((stream, number, EpochOf(stream)), ReadAsync));

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

    private async Task<LogEntry?> ReadAsync((StreamId Stream, long Number, int Epoch) read)
    {
        var found = await log.ReadAsync(read.Stream, read.Number, ReadAhead, CancellationToken.None);
        Keep(found, read.Number);
        if (found.Count > 0 && found[^1].Next > SeenNext(read.Stream))
        {
            ends.AddOrUpdate(read.Stream, found[^1].Next);
        }

        if (read.Epoch != EpochOf(read.Stream))
        {
            Forget(read.Stream);
        }

        return found.Count > 0 ? found[0] : null;
    }

    private int EpochOf(StreamId stream) => epochs.TryGet(stream, out var epoch) ? epoch : 0;

    private void Keep(IReadOnlyList<LogEntry> entries, long asked)
    {
        foreach (var entry in entries)
        {
            Keep(entry, entry.FirstSequence);
        }

        if (entries.Count > 0)
        {
            Keep(entries[0], asked);
        }
    }

    private void Keep(LogEntry entry, long number) =>
        (BytesOf(entry) <= SmallBytes ? small : large).AddOrUpdate((entry.Stream, number), entry);

    private void Forget(StreamId stream)
    {
        ends.TryRemove(stream, out _);
        Forget(small, stream);
        Forget(large, stream);
    }

    private static void Forget(ConcurrentLru<(StreamId Stream, long Number), LogEntry> entries, StreamId stream)
    {
        foreach (var key in entries.Keys.Where(key => key.Stream == stream).ToArray())
        {
            entries.TryRemove(key);
        }
    }

    private static int BytesOf(LogEntry entry) => entry.Messages.Sum(message => message.Content.Bytes);
}

/// <summary>What one commit wrote: messages with consecutive numbers.</summary>
public sealed record LogEntry(StreamId Stream, long FirstSequence, Guid CommitId, DateTimeOffset CommittedAt, IReadOnlyList<StoredMessage> Messages)
{
    /// <summary>Number of the first message after it.</summary>
    public long Next => FirstSequence + Messages.Count;
}
