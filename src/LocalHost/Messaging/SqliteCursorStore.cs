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
                Add, ("$stream", id.Stream.ToString()), ("$subscription", id.SubscriptionId), ("$floor", state.Floor), ("$document", document)) == 1,
            cancellationToken);
    }

    public Task<StoredCursor?> TryReplaceAsync(StoredCursor current, CursorState next, CancellationToken cancellationToken)
    {
        const string Replace = """
            UPDATE cursors SET version = random(), floor = $floor, document = $document
            WHERE stream = $stream AND subscription = $subscription AND version = $version RETURNING version
            """;
        var (id, document) = (current.Id, CursorCodec.Write(next));
        return database.WriteAsync(
            session => session.First(
                Replace,
                row => new StoredCursor(id, next, VersionOf(row, 0)),
                ("$floor", next.Floor), ("$document", document), ("$stream", id.Stream.ToString()), ("$subscription", id.SubscriptionId), ("$version", current.ETag)),
            cancellationToken);
    }

    public Task CloseAsync(CursorId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Nobody asks for what is gone for so long, so every cursor that is closed takes some of those with it.
        const string Forget = "DELETE FROM cursors WHERE (stream, subscription) IN (SELECT stream, subscription FROM cursors WHERE closed < $before LIMIT 100)";
        const string Close = """
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

    private static StoredCursor Read(CursorId id, SqliteDataReader row) =>
        new(id, CursorCodec.Read(row.GetFieldValue<byte[]>(0)), VersionOf(row, 1));

    private static string VersionOf(SqliteDataReader row, int column) => row.GetInt64(column).ToString(CultureInfo.InvariantCulture);
}
