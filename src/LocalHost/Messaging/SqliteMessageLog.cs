using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.Messaging;

/// <summary>
/// The log in LocalHost's own database: a commit is one transaction of the writer, shared with whatever else waits for the
/// disk. A stream has a number, and number and sequence together are the integer key of its entries: appending touches the
/// end of one b-tree, and nothing else but the stream's row.
/// </summary>
public sealed partial class SqliteMessageLog(SqliteDatabase database) : IMessageLog
{
    internal const string Schema = """
        CREATE TABLE IF NOT EXISTS streams (
            number INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,
            next INTEGER NOT NULL, low INTEGER NOT NULL, active INTEGER NOT NULL,
            segment INTEGER NOT NULL, segment_started INTEGER NOT NULL, segment_bytes INTEGER NOT NULL, committed INTEGER NOT NULL,
            epoch INTEGER NOT NULL DEFAULT 0, closed INTEGER NULL) STRICT;
        CREATE INDEX IF NOT EXISTS streams_active ON streams (stream) WHERE active = 1;
        CREATE TABLE IF NOT EXISTS entries (
            place INTEGER PRIMARY KEY, count INTEGER NOT NULL, commit_id BLOB NOT NULL, committed INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS published_ids (
            bucket INTEGER NOT NULL, stream INTEGER NOT NULL, key TEXT NOT NULL, sequence INTEGER NOT NULL, expires INTEGER NOT NULL,
            PRIMARY KEY (bucket, stream, key)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS published_tickets (
            stream INTEGER NOT NULL, key TEXT NOT NULL, sequence INTEGER NOT NULL, expires INTEGER NOT NULL,
            PRIMARY KEY (stream, key)) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS published_tickets_expires ON published_tickets (expires);
        """;

    private const long FirstVersion = 1;

    // Numbers are never given twice, so what is known of a stream can only become useless, not wrong.
    private readonly ConcurrentDictionary<StreamId, long> numbers = new();

    public Task<StoredHead> FindHeadAsync(StreamId stream, CancellationToken cancellationToken)
    {
        const string Find = """
            SELECT number, version, next, low, active, segment, segment_started, segment_bytes, committed, epoch, closed FROM streams WHERE stream = $stream
            """;
        return database.ReadAsync(
            session => session.First(Find, row =>
            {
                numbers[stream] = row.GetInt64(0);
                var head = new StreamHead(
                    row.GetInt64(2), row.GetInt64(3), row.GetBoolean(4), row.GetInt32(5), row.GetTime(6), row.GetInt64(7), row.GetTime(8))
                {
                    Epoch = row.GetInt32(9),
                    ClosedAt = row.IsDBNull(10) ? null : row.GetTime(10),
                };
                return new StoredHead(stream, head, row.GetString(1));
            }, ("$stream", stream.ToString())) ?? new StoredHead(stream, StreamHead.Initial, ETag: null),
            cancellationToken);
    }

    public Task<StoredHead?> TryCommitAsync(LogCommit commit, CancellationToken cancellationToken) => WriteAsync(
        session =>
        {
            if (TryReplace(session, commit.Current, commit.Next) is not { } written)
            {
                return null;
            }

            Add(session, SqlitePlace.Of(written.Number, commit.Entry.First), commit.Entry);
            foreach (var id in commit.Ids)
            {
                Remember(session, written.Number, id, commit.ExpiryOf(id));
            }

            return written;
        },
        cancellationToken);

    public Task<StoredHead?> TryReplaceHeadAsync(StoredHead current, StreamHead next, CancellationToken cancellationToken) =>
        WriteAsync(session => TryReplace(session, current, next), cancellationToken);

    public Task<StoredHead?> TrySealAsync(StoredHead current, CancellationToken cancellationToken) =>
        TryReplaceHeadAsync(current, current.Head with { Segment = current.Head.Segment + 1, SegmentBytes = 0 }, cancellationToken);

    public Task<IReadOnlyList<StreamId>> ListActiveAsync(StreamId? after, int limit, CancellationToken cancellationToken)
    {
        const string List = "SELECT stream FROM streams WHERE active = 1 AND stream > $after ORDER BY stream LIMIT $limit";
        return database.ReadAsync(
            session => session.All(List, row => StreamId.Parse(row.GetString(0)), ("$after", after?.ToString() ?? ""), ("$limit", limit)),
            cancellationToken);
    }

    private async Task<StoredHead?> WriteAsync(Func<SqliteSession, (long Number, StoredHead Head)?> operation, CancellationToken cancellationToken)
    {
        if (await database.WriteAsync(operation, cancellationToken) is not { } written)
        {
            return null;
        }

        numbers[written.Head.Stream] = written.Number;
        return written.Head;
    }

    private (long Number, StoredHead Head)? TryReplace(SqliteSession session, StoredHead current, StreamHead next)
    {
        var version = current.ETag is null ? FirstVersion : SqlitePlace.ParseVersion(current.ETag) + 1;
        var number = current.ETag is null ? TryInsert(session, current.Stream, next) : TryUpdate(session, current.Stream, next, version);
        return number is { } found ? (found, new StoredHead(current.Stream, next, SqlitePlace.FormatVersion(version))) : null;
    }

    private static long? TryInsert(SqliteSession session, StreamId stream, StreamHead head)
    {
        const string Insert = """
            INSERT INTO streams (stream, version, next, low, active, segment, segment_started, segment_bytes, committed, epoch, closed)
            VALUES ($stream, $version, $next, $low, $active, $segment, $started, $bytes, $committed, $epoch, $closed) ON CONFLICT DO NOTHING RETURNING number
            """;
        return session.First<long?>(
            Insert, row => row.GetInt64(0), [("$stream", stream.ToString()), ("$version", FirstVersion), .. Columns(head)]);
    }

    private long? TryUpdate(SqliteSession session, StreamId stream, StreamHead head, long version)
    {
        const string Update = """
            UPDATE streams SET version = $version, next = $next, low = $low, active = $active, segment = $segment,
                segment_started = $started, segment_bytes = $bytes, committed = $committed, epoch = $epoch, closed = $closed
            WHERE number = $number AND version = $version - 1
            """;
        return NumberInTransaction(session, stream) is { } number
            && session.Execute(Update, [("$number", number), ("$version", version), .. Columns(head)]) == 1
                ? number
                : null;
    }

    private static (string Name, object? Value)[] Columns(StreamHead head) =>
    [
        ("$next", head.Next), ("$low", head.Low), ("$active", head.Active ? 1 : 0), ("$segment", head.Segment),
        ("$started", head.SegmentStartedAt.UtcTicks), ("$bytes", head.SegmentBytes), ("$committed", head.CommittedAt.UtcTicks),
        ("$epoch", head.Epoch), ("$closed", head.ClosedAt?.UtcTicks),
    ];

    private static void Add(SqliteSession session, long place, PackedEntry entry)
    {
        const string Insert = "INSERT INTO entries (place, count, commit_id, committed, body) VALUES ($place, $count, $commit, $committed, $body)";
        session.Execute(
            Insert,
            ("$place", place), ("$count", entry.Count), ("$commit", entry.CommitId.ToByteArray()),
            ("$committed", entry.CommittedAt.UtcTicks), ("$body", BytesOf(entry.Body)));
    }

    private static byte[] BytesOf(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var segment) && segment.Count == segment.Array!.Length ? segment.Array : body.ToArray();

    private long? NumberOf(SqliteSession session, StreamId stream)
    {
        var number = NumberInTransaction(session, stream);
        if (number is { } found)
        {
            numbers[stream] = found;
        }

        return number;
    }

    // What a transaction sees is not to be remembered: if it fails, another stream gets the number.
    private long? NumberInTransaction(SqliteSession session, StreamId stream)
    {
        const string Find = "SELECT number FROM streams WHERE stream = $stream";
        return numbers.TryGetValue(stream, out var known) ? known : session.First<long?>(Find, row => row.GetInt64(0), ("$stream", stream.ToString()));
    }
}
