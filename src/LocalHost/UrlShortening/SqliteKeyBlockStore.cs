using Microsoft.Data.Sqlite;
using Serverless.Core.UrlShortening;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.UrlShortening;

/// <summary>The key pool in LocalHost's own database.</summary>
public sealed class SqliteKeyBlockStore(SqliteDatabase database) : IKeyBlockStore
{
    // The number is the age; every index entry carries it, so the free blocks come out in its order.
    internal const string Schema = """
        CREATE TABLE IF NOT EXISTS key_blocks (
            number INTEGER PRIMARY KEY, shard INTEGER NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, keys TEXT NOT NULL,
            lease_instance TEXT, lease_until INTEGER, UNIQUE (shard, id)) STRICT;
        CREATE INDEX IF NOT EXISTS key_blocks_free ON key_blocks (shard) WHERE lease_until IS NULL;
        """;

    public Task<IReadOnlyList<KeyBlock>> ListFreeAsync(int shard, int limit, CancellationToken cancellationToken)
    {
        const string List = "SELECT id, version, keys FROM key_blocks WHERE shard = $shard AND lease_until IS NULL ORDER BY number LIMIT $limit";
        return database.ReadAsync(
            session => session.All(List, row => ReadFree(shard, row), ("$shard", shard), ("$limit", limit)), cancellationToken);
    }

    public Task<bool> TryAddAsync(KeyBlock block, CancellationToken cancellationToken)
    {
        const string Add = """
            INSERT INTO key_blocks (shard, id, version, keys, lease_instance, lease_until)
            VALUES ($shard, $id, random(), $keys, $instance, $until) ON CONFLICT DO NOTHING
            """;
        return database.WriteAsync(session => session.Execute(Add, Columns(block)) == 1, cancellationToken);
    }

    public Task<bool> TryReplaceAsync(KeyBlock block, CancellationToken cancellationToken)
    {
        const string Replace = """
            UPDATE key_blocks SET version = random(), keys = $keys, lease_instance = $instance, lease_until = $until
            WHERE shard = $shard AND id = $id AND version = $version
            """;
        return database.WriteAsync(
            session => session.Execute(Replace, [.. Columns(block), ("$version", block.ETag)]) == 1, cancellationToken);
    }

    private static (string Name, object? Value)[] Columns(KeyBlock block) =>
    [
        ("$shard", block.Shard), ("$id", block.Id), ("$keys", SqliteColumns.FromWords(block.Keys)),
        ("$instance", block.Lease?.Instance), ("$until", block.Lease?.Until.UtcTicks),
    ];

    private static KeyBlock ReadFree(int shard, SqliteDataReader row) => new()
    {
        Shard = shard,
        Id = row.GetString(0),
        ETag = row.GetString(1),
        Keys = row.GetWords(2),
    };
}
