using Microsoft.Data.Sqlite;
using Serverless.LocalHost.Access;
using Serverless.LocalHost.Auditing;
using Serverless.LocalHost.Messaging;
using Serverless.LocalHost.Queues;
using Serverless.LocalHost.RateLimiting;
using Serverless.LocalHost.Timers;
using Serverless.LocalHost.UrlShortening;

namespace Serverless.LocalHost.Sqlite;

/// <summary>All tables of the file, as their adapters declare them, and the version of the whole.</summary>
internal static class SqliteSchema
{
    /// <summary>To be raised when files written from now on can't be read by earlier versions of the program.</summary>
    public const int Version = 2;

    // fullfsync matters on macOS only, where fsync alone does not reach the medium; elsewhere SQLite ignores it.
    private const string Durability = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA fullfsync = ON;
        PRAGMA checkpoint_fullfsync = ON;
        """;

    private static readonly string[] Tables =
    [
        SqliteLinkStore.Schema, SqliteLinkIndex.Schema, SqliteLinkRequestStore.Schema, SqliteKeyBlockStore.Schema,
        SqliteClickStore.Schema,
        SqliteDocumentStore.Schema, SqliteOwnLimits.Schema,
        SqliteApiKeyStore.Schema, SqliteAuditStore.Schema,
        SqliteTopicStore.Schema, SqliteMessageLog.Schema, SqliteCursorStore.Schema, SqliteScheduledMessageStore.Schema, SqliteAttemptStore.Schema,
        SqliteWorkQueue.Schema, SqliteTimerStatusStore.Schema,
    ];

    private static readonly SqliteAddedColumn[] AddedColumns =
    [
        new("links", "ended", "INTEGER NULL"), new("links", "ended_by", "TEXT NULL"), new("links", "expires", "INTEGER NULL"),
        new("links", "carried_clicks", "INTEGER NOT NULL DEFAULT 0"), new("links", "carried_bots", "INTEGER NOT NULL DEFAULT 0"),
        new("links", "details", "TEXT NULL"),
        new("api_keys", "previous_hash", "TEXT NULL"), new("api_keys", "previous_until", "INTEGER NULL"), new("api_keys", "used", "INTEGER NULL"),
        new("streams", "epoch", "INTEGER NOT NULL DEFAULT 0"), new("streams", "closed", "INTEGER NULL"), new("cursors", "closed", "INTEGER NULL"),
    ];

    // Indexes of columns that were added.
    private const string AfterColumns = $"""
        {SqliteLinkStore.AfterColumns}
        CREATE INDEX IF NOT EXISTS streams_closed ON streams (closed) WHERE closed IS NOT NULL;
        CREATE INDEX IF NOT EXISTS cursors_closed ON cursors (closed) WHERE closed IS NOT NULL;
        """;

    /// <summary>A session that may write, on a file that has every table.</summary>
    /// <exception cref="InvalidDataException">The file was written by a newer version.</exception>
    public static SqliteSession Open(string file)
    {
        var session = SqliteSession.Open(file, SqliteOpenMode.ReadWriteCreate);
        try
        {
            RefuseNewer(session, file);
            session.Run(Durability);
            session.Run($"BEGIN IMMEDIATE; {string.Concat(Tables)}");
            Array.ForEach(AddedColumns, column => column.Add(session));
            session.Run($"{AfterColumns} PRAGMA user_version = {Version}; COMMIT;");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static void RefuseNewer(SqliteSession session, string file)
    {
        var found = session.First("PRAGMA user_version", row => row.GetInt64(0));
        if (found > Version)
        {
            throw new InvalidDataException(
                $"{file} was written by a newer version of this program: its schema is {found}, this program knows up to {Version}. Start the newer program, or choose another data folder.");
        }
    }
}
