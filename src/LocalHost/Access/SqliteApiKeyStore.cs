using Microsoft.Data.Sqlite;
using Serverless.Core.Access;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.Access;

/// <summary>API keys in LocalHost's own database.</summary>
public sealed class SqliteApiKeyStore(SqliteDatabase database) : IApiKeyStore
{
    internal const string Schema = """
        CREATE TABLE IF NOT EXISTS api_keys (
            id TEXT NOT NULL PRIMARY KEY, hash TEXT NOT NULL, owner TEXT NOT NULL, scopes TEXT NOT NULL,
            created INTEGER NOT NULL, expires INTEGER) STRICT, WITHOUT ROWID;
        """;

    public Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        const string Find = "SELECT id, hash, owner, scopes, created, expires FROM api_keys WHERE id = $id";
        return database.ReadAsync(session => session.First(Find, ReadKey, ("$id", id)), cancellationToken);
    }

    public Task<bool> TryAddAsync(ApiKey key, CancellationToken cancellationToken)
    {
        const string Add = """
            INSERT INTO api_keys (id, hash, owner, scopes, created, expires)
            VALUES ($id, $hash, $owner, $scopes, $created, $expires) ON CONFLICT DO NOTHING
            """;
        return database.WriteAsync(
            session => session.Execute(
                Add,
                ("$id", key.Id), ("$hash", key.Hash), ("$owner", key.Owner), ("$scopes", SqliteColumns.FromWords(key.Scopes)),
                ("$created", key.CreatedAt.UtcTicks), ("$expires", key.ExpiresAt?.UtcTicks)) == 1,
            cancellationToken);
    }

    public Task<bool> TryDeleteAsync(string id, CancellationToken cancellationToken)
    {
        const string Delete = "DELETE FROM api_keys WHERE id = $id";
        return database.WriteAsync(session => session.Execute(Delete, ("$id", id)) == 1, cancellationToken);
    }

    public Task<IReadOnlyList<ApiKey>> ListAsync(string? afterId, int limit, CancellationToken cancellationToken)
    {
        const string List = "SELECT id, hash, owner, scopes, created, expires FROM api_keys WHERE id > $after ORDER BY id LIMIT $limit";
        return database.ReadAsync(
            session => session.All(List, ReadKey, ("$after", afterId ?? ""), ("$limit", limit)), cancellationToken);
    }

    private static ApiKey ReadKey(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Hash = row.GetString(1),
        Owner = row.GetString(2),
        Scopes = ReadScopes(row),
        CreatedAt = row.GetTime(4),
        ExpiresAt = row.GetTimeOrNull(5),
    };

    private static List<Scope> ReadScopes(SqliteDataReader row)
    {
        var scopes = new List<Scope>();
        foreach (var text in row.GetWords(3))
        {
            // A permission that this version does not know grants nothing; the rest of the key stays valid.
            if (Scope.TryParse(text, out var scope))
            {
                scopes.Add(scope);
            }
        }

        return scopes;
    }
}
