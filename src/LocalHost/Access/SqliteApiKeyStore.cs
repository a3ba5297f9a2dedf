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

    private const string Columns = "id, hash, owner, scopes, created, expires, previous_hash, previous_until, used";

    public Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        const string Find = $"SELECT {Columns} FROM api_keys WHERE id = $id";
        return database.ReadAsync(session => session.First(Find, ReadKey, ("$id", id)), cancellationToken);
    }

    public Task<bool> TryAddAsync(ApiKey key, CancellationToken cancellationToken)
    {
        const string Add = $"""
            INSERT INTO api_keys ({Columns})
            VALUES ($id, $hash, $owner, $scopes, $created, $expires, $previousHash, $previousUntil, $used) ON CONFLICT DO NOTHING
            """;
        return database.WriteAsync(session => session.Execute(Add, Values(key)) == 1, cancellationToken);
    }

    public Task<bool> TryChangeSecretAsync(ApiKey current, ApiKey next, CancellationToken cancellationToken)
    {
        const string Change = """
            UPDATE api_keys SET hash = $hash, previous_hash = $previousHash, previous_until = $previousUntil
            WHERE id = $id AND hash = $current
            """;
        return database.WriteAsync(session => session.Execute(Change, [("$id", next.Id), .. Secrets(next), ("$current", current.Hash)]) == 1, cancellationToken);
    }

    public Task<bool> TryMarkUsedAsync(string id, DateOnly day, CancellationToken cancellationToken)
    {
        const string Mark = "UPDATE api_keys SET used = $day WHERE id = $id AND (used IS NULL OR used < $day)";
        return database.WriteAsync(
            session =>
            {
                session.Execute(Mark, ("$id", id), ("$day", day.DayNumber));
                return true;
            },
            cancellationToken);
    }

    public Task<bool> TryDeleteAsync(string id, CancellationToken cancellationToken)
    {
        const string Delete = "DELETE FROM api_keys WHERE id = $id";
        return database.WriteAsync(session => session.Execute(Delete, ("$id", id)) == 1, cancellationToken);
    }

    public Task<IReadOnlyList<ApiKey>> ListAsync(string? afterId, int limit, CancellationToken cancellationToken)
    {
        const string List = $"SELECT {Columns} FROM api_keys WHERE id > $after ORDER BY id LIMIT $limit";
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
        PreviousHash = row.IsDBNull(6) ? null : row.GetString(6),
        PreviousUntil = row.GetTimeOrNull(7),
        LastUsedOn = row.IsDBNull(8) ? null : DateOnly.FromDayNumber(row.GetInt32(8)),
    };

    private static (string Name, object? Value)[] Values(ApiKey key) =>
    [
        ("$id", key.Id), ("$owner", key.Owner), ("$scopes", SqliteColumns.FromWords(key.Scopes)),
        ("$created", key.CreatedAt.UtcTicks), ("$expires", key.ExpiresAt?.UtcTicks), ("$used", key.LastUsedOn?.DayNumber),
        .. Secrets(key),
    ];

    private static (string Name, object? Value)[] Secrets(ApiKey key) =>
        [("$hash", key.Hash), ("$previousHash", key.PreviousHash), ("$previousUntil", key.PreviousUntil?.UtcTicks)];

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
