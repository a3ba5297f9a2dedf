using System.Globalization;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging;

/// <summary>A log in memory, for tests of what uses one.</summary>
public sealed class InMemoryMessageLog : IMessageLog
{
    private const int MaxReadBytes = 4 * PackedEntry.MaxBytes;

    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Stream> streams = new(StringComparer.Ordinal);
    private long version;

    public Task<StoredHead> FindHeadAsync(StreamId stream, CancellationToken cancellationToken) => Run(() => HeadOf(stream));

    public Task<StoredHead?> TryCommitAsync(LogCommit commit, CancellationToken cancellationToken) => Run(() =>
    {
        if (TryReplace(commit.Current, commit.Next) is not { } head)
        {
            return null;
        }

        var stream = streams[head.Stream.ToString()];
        stream.Entries.Add(commit.Entry.First, commit.Entry);
        foreach (var id in commit.Ids)
        {
            stream.Ids[id.Key] = (id.Sequence, commit.ExpiryOf(id));
        }

        return head;
    });

    public Task<StoredHead?> TryReplaceHeadAsync(StoredHead current, StreamHead next, CancellationToken cancellationToken) =>
        Run(() => TryReplace(current, next));

    public Task<StoredHead?> TrySealAsync(StoredHead current, CancellationToken cancellationToken) =>
        Run(() => TryReplace(current, current.Head with { Segment = current.Head.Segment + 1, SegmentBytes = 0 }));

    public Task<IReadOnlyList<PackedEntry>> ReadAsync(StreamId stream, long from, int messages, CancellationToken cancellationToken) =>
        Run<IReadOnlyList<PackedEntry>>(() =>
        {
            List<PackedEntry> found = [];
            var bytes = 0;
            var next = FindEntry(stream, from) is { } first && from < first.Next ? first : null;
            while (next is not null)
            {
                found.Add(next);
                bytes += next.Body.Length;
                next = next.Next - from < messages && bytes < MaxReadBytes ? EntriesOf(stream).GetValueOrDefault(next.Next) : null;
            }

            return found;
        });

    public Task<PackedEntry?> FindEntryAsync(StreamId stream, long sequence, CancellationToken cancellationToken) =>
        Run(() => FindEntry(stream, sequence) is { } entry ? entry with { Body = default } : null);

    public Task<IReadOnlyDictionary<string, long>> FindIdsAsync(
        StreamId stream, IReadOnlyCollection<string> keys, DateTimeOffset now, CancellationToken cancellationToken) =>
        Run<IReadOnlyDictionary<string, long>>(() => keys.Distinct()
            .Select(key => (Key: key, Id: streams.GetValueOrDefault(stream.ToString())?.Ids.GetValueOrDefault(key) ?? default))
            .Where(found => found.Id.ExpiresAt > now)
            .ToDictionary(found => found.Key, found => found.Id.Sequence));

    public Task<IReadOnlyList<StreamId>> ListActiveAsync(StreamId? after, int limit, CancellationToken cancellationToken) =>
        Run<IReadOnlyList<StreamId>>(() =>
        [
            .. streams.Where(pair => pair.Value.Head.Head.Active && (after is null || string.CompareOrdinal(pair.Key, after.ToString()) > 0))
                .Take(limit)
                .Select(pair => pair.Value.Head.Stream),
        ]);

    public Task<bool> TrimAsync(StreamId stream, long low, CancellationToken cancellationToken) => Run(() =>
    {
        var entries = EntriesOf(stream);
        foreach (var entry in entries.Values.Where(entry => entry.Next <= low).ToArray())
        {
            entries.Remove(entry.First);
        }

        return true;
    });

    public Task<bool> ForgetIdsAsync(DateTimeOffset now, CancellationToken cancellationToken) => Run(() =>
    {
        foreach (var stream in streams.Values)
        {
            foreach (var (key, _) in stream.Ids.Where(id => id.Value.ExpiresAt <= now).ToArray())
            {
                stream.Ids.Remove(key);
            }
        }

        return true;
    });

    public Task<bool> PurgeAsync(StreamId stream, DateTimeOffset now, CancellationToken cancellationToken) => Run(() =>
    {
        EntriesOf(stream).Clear();
        foreach (var (name, _) in streams.Where(pair => pair.Value.Head.Head.ClosedAt < now - IMessageLog.ClosedFor && pair.Value.Entries.Count == 0).ToArray())
        {
            streams.Remove(name);
        }

        return true;
    });

    /// <summary>Every stream that holds something.</summary>
    public IReadOnlyList<StreamId> Filled => [.. streams.Values.Where(stream => stream.Entries.Count > 0).Select(stream => stream.Head.Stream)];

    /// <summary>Loses what was committed last, as a region may that has to take over before it has everything.</summary>
    /// <param name="next">Number of the first message that is lost, where an entry begins.</param>
    public void Lose(StreamId stream, long next)
    {
        var found = streams[stream.ToString()];
        foreach (var entry in found.Entries.Values.Where(entry => entry.First >= next).ToArray())
        {
            found.Entries.Remove(entry.First);
        }

        foreach (var (key, _) in found.Ids.Where(id => id.Value.Sequence >= next).ToArray())
        {
            found.Ids.Remove(key);
        }

        found.Head = new StoredHead(stream, found.Head.Head with { Next = next }, (++version).ToString(CultureInfo.InvariantCulture));
    }

    private Task<T> Run<T>(Func<T> operation)
    {
        lock (gate)
        {
            return Task.FromResult(operation());
        }
    }

    private StoredHead HeadOf(StreamId stream) =>
        streams.TryGetValue(stream.ToString(), out var found) ? found.Head : new StoredHead(stream, StreamHead.Initial, ETag: null);

    private SortedList<long, PackedEntry> EntriesOf(StreamId stream) => streams.TryGetValue(stream.ToString(), out var found) ? found.Entries : [];

    private PackedEntry? FindEntry(StreamId stream, long sequence)
    {
        var entries = EntriesOf(stream);
        var (low, high) = (0, entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = entries.Keys[middle] <= sequence ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? null : entries.Values[low - 1];
    }

    private StoredHead? TryReplace(StoredHead current, StreamHead next)
    {
        if (HeadOf(current.Stream).ETag != current.ETag)
        {
            return null;
        }

        var head = new StoredHead(current.Stream, next, (++version).ToString(CultureInfo.InvariantCulture));
        if (streams.TryGetValue(current.Stream.ToString(), out var stream))
        {
            stream.Head = head;
        }
        else
        {
            streams.Add(current.Stream.ToString(), new Stream(head));
        }

        return head;
    }

    private sealed class Stream(StoredHead head)
    {
        public StoredHead Head { get; set; } = head;

        public SortedList<long, PackedEntry> Entries { get; } = [];

        public Dictionary<string, (long Sequence, DateTimeOffset ExpiresAt)> Ids { get; } = new(StringComparer.Ordinal);
    }
}
