using Microsoft.Data.Sqlite;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.Messaging;

/// <summary>Reading and removing entries.</summary>
public sealed partial class SqliteMessageLog
{
    private const int MaxReadBytes = 4 * PackedEntry.MaxBytes;

    /// <summary>Entries removed in one operation: the writer is everybody's.</summary>
    private const int RemovedAtOnce = 200;

    private const string Columns5 = "place, count, commit_id, committed, body";

    public Task<IReadOnlyList<PackedEntry>> ReadAsync(StreamId stream, long from, int messages, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<PackedEntry>>(session => Read(session, stream, from, messages), cancellationToken);

    public Task<PackedEntry?> FindEntryAsync(StreamId stream, long sequence, CancellationToken cancellationToken)
    {
        const string Find = """
            SELECT place, count, commit_id, committed, x'' FROM entries WHERE place BETWEEN $first AND $place ORDER BY place DESC LIMIT 1
            """;
        return database.ReadAsync(session => FindUpTo(session, Find, stream, sequence), cancellationToken);
    }

    public async Task<bool> TrimAsync(StreamId stream, long low, CancellationToken cancellationToken) =>
        // Most of the time there is nothing to remove, which a reader finds out without taking the writer's time.
        await database.ReadAsync(session => IsTrimmed(session, stream, low), cancellationToken)
        || await database.WriteAsync(session => NumberInTransaction(session, stream) is not { } number || Remove(session, number, low), cancellationToken);

    public Task<bool> PurgeAsync(StreamId stream, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            if (NumberInTransaction(session, stream) is { } number && !Remove(session, number, SqlitePlace.SequenceOf(long.MaxValue)))
            {
                return false;
            }

            ForgetClosed(session, now - IMessageLog.ClosedFor);
            return true;
        },
        cancellationToken);

    // Nobody asks for what is gone for so long, so every purge also removes what earlier ones left.
    private static void ForgetClosed(SqliteSession session, DateTimeOffset before)
    {
        const string Closed = "SELECT number FROM streams WHERE closed < $before LIMIT $limit";
        const string Forget = "DELETE FROM streams WHERE number = $number AND NOT EXISTS (SELECT 1 FROM entries WHERE place BETWEEN $first AND $last)";
        foreach (var number in session.All(Closed, row => row.GetInt64(0), ("$before", before.UtcTicks), ("$limit", RemovedAtOnce)))
        {
            session.Execute(Forget, ("$number", number), ("$first", SqlitePlace.FirstOf(number)), ("$last", SqlitePlace.LastOf(number)));
        }
    }

    private List<PackedEntry> Read(SqliteSession session, StreamId stream, long from, int messages)
    {
        const string First = $"SELECT {Columns5} FROM entries WHERE place BETWEEN $first AND $place ORDER BY place DESC LIMIT 1";
        const string Following = $"SELECT {Columns5} FROM entries WHERE place BETWEEN $from AND $last ORDER BY place";
        if (FindUpTo(session, First, stream, from) is not { } entry || entry.Next <= from)
        {
            return [];
        }

        List<PackedEntry> found = [entry];
        var bytes = entry.Body.Length;
        var isEnough = entry.Next - from >= messages;
        if (isEnough)
        {
            return found;
        }

        var number = NumberOf(session, stream)!.Value;
        foreach (var next in session.Stream(Following, ReadEntry, ("$from", SqlitePlace.Of(number, entry.Next)), ("$last", SqlitePlace.LastOf(number))))
        {
            if (next.First != found[^1].Next)
            {
                break;
            }

            found.Add(next);
            bytes += next.Body.Length;
            if (next.Next - from >= messages || bytes >= MaxReadBytes)
            {
                break;
            }
        }

        return found;
    }

    private PackedEntry? FindUpTo(SqliteSession session, string query, StreamId stream, long sequence) => NumberOf(session, stream) is { } number
        ? session.First(query, ReadEntry, ("$first", SqlitePlace.FirstOf(number)), ("$place", SqlitePlace.Of(number, sequence)))
        : null;

    private bool IsTrimmed(SqliteSession session, StreamId stream, long low)
    {
        const string Lowest = "SELECT place, count, commit_id, committed, x'' FROM entries WHERE place BETWEEN $first AND $last ORDER BY place LIMIT 1";
        return NumberOf(session, stream) is not { } number
            || session.First(Lowest, ReadEntry, ("$first", SqlitePlace.FirstOf(number)), ("$last", SqlitePlace.LastOf(number))) is not { } entry
            || entry.Next > low;
    }

    private static bool Remove(SqliteSession session, long number, long low)
    {
        const string Delete = """
            DELETE FROM entries WHERE place IN (
                SELECT place FROM entries WHERE place BETWEEN $first AND $low AND place + count <= $low ORDER BY place LIMIT $limit)
            """;
        return session.Execute(
            Delete, ("$first", SqlitePlace.FirstOf(number)), ("$low", SqlitePlace.Of(number, low)), ("$limit", RemovedAtOnce)) < RemovedAtOnce;
    }

    private static PackedEntry ReadEntry(SqliteDataReader row) => new(
        SqlitePlace.SequenceOf(row.GetInt64(0)),
        row.GetInt32(1),
        row.GetGuid(2),
        row.GetTime(3),
        row.GetFieldValue<byte[]>(4));
}
