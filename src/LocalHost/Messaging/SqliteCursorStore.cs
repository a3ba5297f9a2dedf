using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.Messaging;

/// <summary>Cursors in LocalHost's own database.</summary>
public sealed class SqliteCursorStore(SqliteDatabase database) : ICursorStore
{
    internal const string Schema = """
        CREATE TABLE IF NOT EXISTS cursors (
            stream TEXT NOT NULL, subscription TEXT NOT NULL, version INTEGER NOT NULL, floor INTEGER NOT NULL, document BLOB NOT NULL, closed INTEGER NULL,
            PRIMARY KEY (stream, subscription)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS cursor_pages (
            stream TEXT NOT NULL, subscription TEXT NOT NULL, page INTEGER NOT NULL, document BLOB NOT NULL,
            PRIMARY KEY (stream, subscription, page)) STRICT, WITHOUT ROWID;
        """;

    public Task<StoredCursor?> FindAsync(CursorId id, CancellationToken cancellationToken)
    {
        const string Find = "SELECT document, version FROM cursors WHERE stream = $stream AND subscription = $subscription AND closed IS NULL";
        return database.ReadAsync(
            session => session.First(Find, row => Read(id, row), ("$stream", id.Stream.ToString()), ("$subscription", id.SubscriptionId)), cancellationToken);
    }

    public Task<bool> TryAddAsync(CursorId id, CursorState state, CancellationToken cancellationToken)
    {
        const string Add = """
            INSERT INTO cursors (stream, subscription, version, floor, document)
            VALUES ($stream, $subscription, random(), $floor, $document) ON CONFLICT DO NOTHING
            """;
        var document = CursorCodec.Write(state);
        return database.WriteAsync(
            session => session.Execute(
                Add, ("$stream", id.Stream.ToString()), ("$subscription", id.SubscriptionId), ("$floor", state.LowestUndone), ("$document", document)) == 1,
            cancellationToken);
    }

    public Task<StoredCursor?> TryReplaceAsync(StoredCursor current, CursorChange next, CancellationToken cancellationToken)
    {
        const string Replace = """
            UPDATE cursors SET version = random(), floor = $floor, document = $document
            WHERE stream = $stream AND subscription = $subscription AND version = $version RETURNING version
            """;
        var (id, state, document) = (current.Id, next.State, CursorCodec.Write(next.State));
        return database.WriteAsync(
            session =>
            {
                var stored = session.First(
                    Replace,
                    row => new StoredCursor(id, state, VersionOf(row, 0)),
                    ("$floor", state.LowestUndone), ("$document", document), ("$stream", id.Stream.ToString()), ("$subscription", id.SubscriptionId), ("$version", current.ETag));
                if (stored is not null)
                {
                    WritePages(session, id, next);
                }

                return stored;
            },
            cancellationToken);
    }

    public Task<ImmutableArray<ParkedMessage>?> FindPageAsync(CursorId id, long page, CancellationToken cancellationToken)
    {
        const string Find = "SELECT document FROM cursor_pages WHERE stream = $stream AND subscription = $subscription AND page = $page";
        return database.ReadAsync(
            session => session.First(
                Find,
                row => (ImmutableArray<ParkedMessage>?)ParkedCodec.ReadPage(row.GetFieldValue<byte[]>(0)),
                ("$stream", id.Stream.ToString()), ("$subscription", id.SubscriptionId), ("$page", page)),
            cancellationToken);
    }

    public Task CloseAsync(CursorId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Nobody asks for what is gone for so long, so every cursor that is closed takes some of those with it.
        const string Forget = "DELETE FROM cursors WHERE (stream, subscription) IN (SELECT stream, subscription FROM cursors WHERE closed < $before LIMIT 100)";
        const string Close = """
            DELETE FROM cursor_pages WHERE stream = $stream AND subscription = $subscription;
            INSERT INTO cursors (stream, subscription, version, floor, document, closed)
            VALUES ($stream, $subscription, random(), 0, x'', $now)
            ON CONFLICT DO UPDATE SET version = random(), document = x'', closed = $now
            """;
        return database.WriteAsync(
            session =>
            {
                session.Execute(Forget, ("$before", (now - ICursorStore.ClosedFor).UtcTicks));
                return session.Execute(Close, ("$stream", id.Stream.ToString()), ("$subscription", id.SubscriptionId), ("$now", now.UtcTicks));
            },
            cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, long>> FindFloorsAsync(StreamId stream, CancellationToken cancellationToken)
    {
        const string Find = "SELECT subscription, floor FROM cursors WHERE stream = $stream AND closed IS NULL";
        var floors = await database.ReadAsync(
            session => session.All(Find, row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)), ("$stream", stream.ToString())), cancellationToken);
        return floors.ToDictionary(StringComparer.Ordinal);
    }

    private static void WritePages(SqliteSession session, CursorId id, CursorChange next)
    {
        const string Add = "INSERT INTO cursor_pages (stream, subscription, page, document) VALUES ($stream, $subscription, $page, $document)";
        const string Drop = "DELETE FROM cursor_pages WHERE stream = $stream AND subscription = $subscription AND page = $page";
        foreach (var page in next.AddedPages)
        {
            session.Execute(
                Add, ("$stream", id.Stream.ToString()), ("$subscription", id.SubscriptionId), ("$page", page.Id), ("$document", ParkedCodec.WritePage(page)));
        }

        foreach (var page in next.DroppedPages)
        {
            session.Execute(Drop, ("$stream", id.Stream.ToString()), ("$subscription", id.SubscriptionId), ("$page", page));
        }
    }

    private static StoredCursor Read(CursorId id, SqliteDataReader row) =>
        new(id, CursorCodec.Read(row.GetFieldValue<byte[]>(0)), VersionOf(row, 1));

    private static string VersionOf(SqliteDataReader row, int column) => row.GetInt64(column).ToString(CultureInfo.InvariantCulture);
}
