using Serverless.Core.RateLimiting.Rules;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.RateLimiting;

/// <summary>Texts by name in one table of LocalHost's own database.</summary>
internal sealed class SqliteDocuments(SqliteDatabase database, string table)
{
    public const string Rules = "rate_limit_rules";
    public const string Apis = "rate_limit_apis";

    internal const string Schema = $"""
        CREATE TABLE IF NOT EXISTS {Rules} (name TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, api TEXT, document TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS {Apis} (name TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, api TEXT, document TEXT NOT NULL) STRICT;
        """;

    private readonly string find = $"SELECT document, version FROM {table} WHERE name = $name";
    private readonly string add = $"INSERT INTO {table} (name, version, api, document) VALUES ($name, random(), $api, $document) ON CONFLICT DO NOTHING";

    // A version is compared as the text it was read as: SQLite converts it, and what is no number matches nothing.
    private readonly string replace = $"UPDATE {table} SET version = random(), api = $api, document = $document WHERE name = $name AND version = $version";
    private readonly string delete = $"DELETE FROM {table} WHERE name = $name AND version = $version";
    private readonly string list = $"SELECT name, document FROM {table} WHERE name > $after AND ($api IS NULL OR api = $api) ORDER BY name LIMIT $limit";

    public Task<Versioned<string>?> FindAsync(string name, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.First(find, row => new Versioned<string>(row.GetString(0), row.GetString(1)), ("$name", name)), cancellationToken);

    public Task<bool> TryAddAsync(string name, string? api, string document, CancellationToken cancellationToken) =>
        ChangeAsync(add, [("$name", name), ("$api", api), ("$document", document)], cancellationToken);

    public Task<bool> TryReplaceAsync(string name, string? api, string document, string version, CancellationToken cancellationToken) =>
        ChangeAsync(replace, [("$api", api), ("$document", document), ("$name", name), ("$version", version)], cancellationToken);

    public Task<bool> TryDeleteAsync(string name, string version, CancellationToken cancellationToken) =>
        ChangeAsync(delete, [("$name", name), ("$version", version)], cancellationToken);

    public Task<IReadOnlyList<(string Name, string Text)>> ListAsync(string? api, string? after, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.All(list, row => (row.GetString(0), row.GetString(1)), ("$after", after ?? ""), ("$api", api), ("$limit", limit)), cancellationToken);

    private Task<bool> ChangeAsync(string sql, (string Name, object? Value)[] parameters, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.Execute(sql, parameters) == 1, cancellationToken);
}
