using Microsoft.Data.Sqlite;
using Serverless.Core.UrlShortening.Idempotency;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.UrlShortening;

/// <summary>Requests to make links in LocalHost's own database.</summary>
public sealed class SqliteLinkRequestStore(SqliteDatabase database) : ILinkRequestStore
{
    internal const string Schema = """
        CREATE TABLE IF NOT EXISTS link_requests (
            id TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL, leased_until INTEGER NOT NULL, links TEXT NOT NULL) STRICT;
        CREATE INDEX IF NOT EXISTS link_requests_at ON link_requests (at);
        """;

    public Task<LinkRequest?> FindAsync(string id, CancellationToken cancellationToken)
    {
        const string Find = "SELECT id, version, body, at, leased_until, links FROM link_requests WHERE id = $id";
        return database.ReadAsync(session => session.First(Find, Read, ("$id", id)), cancellationToken);
    }

    public Task<bool> TryAddAsync(LinkRequest request, CancellationToken cancellationToken)
    {
        const string Add = """
            INSERT INTO link_requests (id, version, body, at, leased_until, links)
            VALUES ($id, random(), $body, $at, $leasedUntil, $links) ON CONFLICT DO NOTHING
            """;
        return database.WriteAsync(session => session.Execute(Add, Values(request)) == 1, cancellationToken);
    }

    public Task<bool> TryReplaceAsync(LinkRequest request, CancellationToken cancellationToken)
    {
        const string Replace = """
            UPDATE link_requests SET version = random(), body = $body, at = $at, leased_until = $leasedUntil, links = $links
            WHERE id = $id AND version = $version
            """;
        return database.WriteAsync(session => session.Execute(Replace, [.. Values(request), ("$version", request.ETag)]) == 1, cancellationToken);
    }

    // One index leads to all of them, so they are not looked for part by part.
    public Task RemoveAsync(int part, DateTimeOffset before, CancellationToken cancellationToken)
    {
        const string Remove = "DELETE FROM link_requests WHERE id IN (SELECT id FROM link_requests WHERE at < $before ORDER BY at LIMIT 1000)";
        return database.WriteAsync(session => session.Execute(Remove, ("$before", before.UtcTicks)), cancellationToken);
    }

    private static (string Name, object? Value)[] Values(LinkRequest request) =>
    [
        ("$id", request.Id), ("$body", request.Body), ("$at", request.At.UtcTicks), ("$leasedUntil", request.LeasedUntil.UtcTicks),
        ("$links", RequestedLink.Write(request.Links)),
    ];

    private static LinkRequest Read(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(2), row.GetTime(3), row.GetTime(4), RequestedLink.Read(row.GetString(5)), row.GetString(1));
}
