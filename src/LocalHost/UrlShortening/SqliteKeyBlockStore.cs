using Microsoft.Data.Sqlite;
using Serverless.Core.UrlShortening.Keys;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.UrlShortening;

/// <summary>The key pool in LocalHost's own database.</summary>
public sealed class SqliteKeyBlockStore(SqliteDatabase database) : IKeyBlockStore
{
    // The number is the age; every index entry carries it, so the free blocks come out in its order. A stub is kept as a
    // lease to nobody since it was used up, which files that were written before there were stubs have the columns for.
    internal const string Schema = """
        CREATE TABLE IF NOT EXISTS key_blocks (
            number INTEGER PRIMARY KEY, shard INTEGER NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, keys TEXT NOT NULL,
            lease_instance TEXT, lease_until INTEGER, UNIQUE (shard, id)) STRICT;
        CREATE INDEX IF NOT EXISTS key_blocks_free ON key_blocks (shard) WHERE lease_until IS NULL;
        CREATE INDEX IF NOT EXISTS key_blocks_dated ON key_blocks (shard, (lease_instance = ''), lease_until) WHERE lease_until IS NOT NULL;
        """;

    private const string Columns = "id, version, keys, lease_instance, lease_until";
    private const string Nobody = "";

    public Task<KeyBlock?> FindAsync(int shard, string id, CancellationToken cancellationToken)
    {
        const string Find = $"SELECT {Columns} FROM key_blocks WHERE shard = $shard AND id = $id";
        return database.ReadAsync(session => session.First(Find, row => Read(shard, row), ("$shard", shard), ("$id", id)), cancellationToken);
    }

    public Task<IReadOnlyList<KeyBlock>> ListFreeAsync(int shard, int limit, CancellationToken cancellationToken)
    {
        const string List = $"SELECT {Columns} FROM key_blocks WHERE shard = $shard AND lease_until IS NULL ORDER BY number LIMIT $limit";
        return database.ReadAsync(
            session => session.All(List, row => Read(shard, row), ("$shard", shard), ("$limit", limit)), cancellationToken);
    }

    public Task<IReadOnlyList<KeyBlock>> ListLeasedAsync(int shard, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        ListAsync(shard, isUsedUp: 0, from, to, limit, cancellationToken);

    public Task<IReadOnlyList<KeyBlock>> ListUsedUpAsync(int shard, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        ListAsync(shard, isUsedUp: 1, from, to, limit, cancellationToken);

    public Task<bool> TryAddAsync(KeyBlock block, CancellationToken cancellationToken)
    {
        const string Add = """
            INSERT INTO key_blocks (shard, id, version, keys, lease_instance, lease_until)
            VALUES ($shard, $id, random(), $keys, $instance, $until) ON CONFLICT DO NOTHING
            """;
        return database.WriteAsync(session => session.Execute(Add, Values(block)) == 1, cancellationToken);
    }

    public Task<bool> TryReplaceAsync(KeyBlock block, CancellationToken cancellationToken)
    {
        const string Replace = """
            UPDATE key_blocks SET version = random(), keys = $keys, lease_instance = $instance, lease_until = $until
            WHERE shard = $shard AND id = $id AND version = $version
            """;
        return database.WriteAsync(
            session => session.Execute(Replace, [.. Values(block), ("$version", block.ETag)]) == 1, cancellationToken);
    }

    public Task<bool> TryRemoveAsync(KeyBlock block, CancellationToken cancellationToken)
    {
        const string Remove = "DELETE FROM key_blocks WHERE shard = $shard AND id = $id AND version = $version";
        return database.WriteAsync(
            session => session.Execute(Remove, ("$shard", block.Shard), ("$id", block.Id), ("$version", block.ETag)) == 1, cancellationToken);
    }

    private Task<IReadOnlyList<KeyBlock>> ListAsync(
        int shard, int isUsedUp, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        const string List = $"""
            SELECT {Columns} FROM key_blocks
            WHERE shard = $shard AND (lease_instance = '') = $usedUp AND lease_until IS NOT NULL AND lease_until >= $from AND lease_until < $to
            ORDER BY lease_until LIMIT $limit
            """;
        return database.ReadAsync(
            session => session.All(
                List,
                row => Read(shard, row),
                ("$shard", shard), ("$usedUp", isUsedUp), ("$from", from.UtcTicks), ("$to", to.UtcTicks), ("$limit", limit)),
            cancellationToken);
    }

    private static (string Name, object? Value)[] Values(KeyBlock block) =>
    [
        ("$shard", block.Shard), ("$id", block.Id), ("$keys", SqliteColumns.FromWords(block.Keys)),
        ("$instance", block.UsedUpAt is null ? block.Lease?.Instance : Nobody),
        ("$until", (block.UsedUpAt ?? block.Lease?.Until)?.UtcTicks),
    ];

    private static KeyBlock Read(int shard, SqliteDataReader row)
    {
        var (instance, until) = (row.IsDBNull(3) ? null : row.GetString(3), row.GetTimeOrNull(4));
        return new KeyBlock
        {
            Shard = shard,
            Id = row.GetString(0),
            ETag = row.GetString(1),
            Keys = row.GetWords(2),
            Lease = string.IsNullOrEmpty(instance) ? null : new KeyLease(instance, until!.Value),
            UsedUpAt = instance == Nobody ? until : null,
        };
    }
}
