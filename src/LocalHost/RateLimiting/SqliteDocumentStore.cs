using Microsoft.Data.Sqlite;
using Serverless.Core.RateLimiting.Rules;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.RateLimiting;

/// <summary>Documents in LocalHost's own database: a table for each kind.</summary>
public sealed class SqliteDocumentStore(SqliteDatabase database) : IDocumentStore
{
    internal const string Schema = $"""
        CREATE TABLE IF NOT EXISTS {Rules} (name TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, api TEXT, document TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS {Apis} (name TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, api TEXT, document TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS {Callers} (name TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, api TEXT, document TEXT NOT NULL) STRICT;
        """;

    private const string Rules = "rate_limit_rules";
    private const string Apis = "rate_limit_apis";
    private const string Callers = "rate_limit_callers";

    public Task<StoredDocument?> FindAsync(DocumentKind kind, string name, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.First($"SELECT name, document, version FROM {TableOf(kind)} WHERE name = $name", Read, ("$name", name)), cancellationToken);

    public Task<bool> TryAddAsync(DocumentKind kind, string name, string? api, string text, CancellationToken cancellationToken) => ChangeAsync(
        $"INSERT INTO {TableOf(kind)} (name, version, api, document) VALUES ($name, random(), $api, $document) ON CONFLICT DO NOTHING",
        [("$name", name), ("$api", api), ("$document", text)],
        cancellationToken);

    // A version is compared as the text it was read as: SQLite converts it, and what is no number matches nothing.
    public Task<bool> TryReplaceAsync(DocumentKind kind, StoredDocument current, string? api, string text, CancellationToken cancellationToken) => ChangeAsync(
        $"UPDATE {TableOf(kind)} SET version = random(), api = $api, document = $document WHERE name = $name AND version = $version",
        [("$api", api), ("$document", text), ("$name", current.Name), ("$version", current.ETag)],
        cancellationToken);

    public Task<bool> TryDeleteAsync(DocumentKind kind, StoredDocument current, CancellationToken cancellationToken) => ChangeAsync(
        $"DELETE FROM {TableOf(kind)} WHERE name = $name AND version = $version", [("$name", current.Name), ("$version", current.ETag)], cancellationToken);

    public Task<IReadOnlyList<StoredDocument>> ListAsync(DocumentKind kind, string? api, string? after, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.All(
            $"SELECT name, document, version FROM {TableOf(kind)} WHERE name > $after AND ($api IS NULL OR api = $api) ORDER BY name LIMIT $limit",
            Read,
            ("$after", after ?? ""),
            ("$api", api),
            ("$limit", limit)),
        cancellationToken);

    private static string TableOf(DocumentKind kind) => kind switch
    {
        DocumentKind.Rule => Rules,
        DocumentKind.Api => Apis,
        _ => Callers,
    };

    private static StoredDocument Read(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2));

    private Task<bool> ChangeAsync(string sql, (string Name, object? Value)[] parameters, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.Execute(sql, parameters) == 1, cancellationToken);
}
