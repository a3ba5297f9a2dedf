using Microsoft.Data.Sqlite;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.UrlShortening;

/// <summary>Links in LocalHost's own database: a row and its index entries are one transaction.</summary>
public sealed class SqliteLinkStore(SqliteDatabase database) : ILinkStore
{
    // A row that says when its link ended is gone. The rows keep their rowid, because long URLs would swell a tree ordered by key.
    internal const string Schema = """
        CREATE TABLE IF NOT EXISTS links (
            key TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, nonce TEXT NOT NULL, due INTEGER NOT NULL,
            url TEXT, owner TEXT, created INTEGER, redirect INTEGER) STRICT;
        CREATE INDEX IF NOT EXISTS links_gone ON links (key, nonce, due) WHERE url IS NULL;
        """;

    // Rows of earlier versions that are gone have no URL; those written since have, so their index is empty then.
    internal const string AfterColumns = """
        UPDATE links INDEXED BY links_gone SET ended = 0 WHERE url IS NULL AND ended IS NULL;
        CREATE INDEX IF NOT EXISTS links_ended ON links (key, nonce, due) WHERE ended IS NOT NULL;
        """;

    internal static readonly SqliteAddedColumn[] AddedColumns =
    [
        new("links", "ended", "INTEGER NULL"), new("links", "ended_by", "TEXT NULL"), new("links", "expires", "INTEGER NULL"),
        new("links", "carried_clicks", "INTEGER NOT NULL DEFAULT 0"), new("links", "carried_bots", "INTEGER NOT NULL DEFAULT 0"),
    ];

    private const string Columns = "key, version, nonce, due, url, owner, created, redirect, ended, ended_by, expires, carried_clicks, carried_bots";

    public Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken)
    {
        const string Find = $"SELECT {Columns} FROM links WHERE key = $key";
        return database.ReadAsync(session => session.First(Find, Read, ("$key", key)), cancellationToken);
    }

    public Task<bool> TryAddAsync(LinkRow row, CancellationToken cancellationToken) =>
        database.WriteAsync(session => TryAdd(session, row), cancellationToken);

    public Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken) =>
        database.WriteAsync(session => TryReplace(session, current, next), cancellationToken);

    public Task<bool> TryRemoveAsync(StoredLink current, CancellationToken cancellationToken) =>
        database.WriteAsync(session => TryRemove(session, current), cancellationToken);

    public Task<DueLink?> FindDueAsync(ExpiryPartition from, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteLinkIndex.FindDue(session, from), cancellationToken);

    public Task<IReadOnlyList<DueLink>> ListDueAsync(
        ExpiryPartition partition, DueLink? after, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteLinkIndex.ListDue(session, partition, after, until, limit), cancellationToken);

    public Task<int> CountGoneAsync(int shard, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteLinkIndex.CountGone(session, shard, until), cancellationToken);

    public Task RemoveDueAsync(DueLink entry, CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqliteLinkIndex.RemoveDue(session, entry), cancellationToken);

    public Task<IReadOnlyList<StoredLink>> ListByKeyAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        const string List = $"SELECT {Columns} FROM links WHERE key > $after ORDER BY key LIMIT $limit";
        return database.ReadAsync(session => session.All(List, Read, ("$after", after ?? ""), ("$limit", limit)), cancellationToken);
    }

    public Task<IReadOnlyList<OwnedLink>> ListByOwnerAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteLinkIndex.ListByOwner(session, owner, after, limit), cancellationToken);

    private static bool TryAdd(SqliteSession session, LinkRow row)
    {
        const string Add = $"""
            INSERT INTO links ({Columns})
            VALUES ($key, random(), $nonce, $due, $url, $owner, $created, $redirect, $ended, $endedBy, $expires, $carriedClicks, $carriedBots)
            ON CONFLICT DO NOTHING
            """;
        if (session.Execute(Add, Values(row)) == 0)
        {
            return false;
        }

        SqliteLinkIndex.Add(session, row);
        return true;
    }

    private static bool TryReplace(SqliteSession session, StoredLink current, LinkRow next)
    {
        // A version is compared as the text it was read as: SQLite converts it, and what is no number matches nothing.
        const string Replace = """
            UPDATE links SET version = random(), nonce = $nonce, due = $due, url = $url, owner = $owner, created = $created, redirect = $redirect,
                ended = $ended, ended_by = $endedBy, expires = $expires, carried_clicks = $carriedClicks, carried_bots = $carriedBots
            WHERE key = $key AND version = $version
            """;
        if (session.Execute(Replace, [.. Values(next), ("$version", current.ETag)]) == 0)
        {
            return false;
        }

        SqliteLinkIndex.Replace(session, current.Row, next);
        return true;
    }

    private static bool TryRemove(SqliteSession session, StoredLink current)
    {
        const string Remove = "DELETE FROM links WHERE key = $key AND version = $version";
        if (session.Execute(Remove, ("$key", current.Row.Key), ("$version", current.ETag)) == 0)
        {
            return false;
        }

        SqliteLinkIndex.RemoveFromOwner(session, current.Row);
        return true;
    }

    private static (string Name, object? Value)[] Values(LinkRow row)
    {
        var (link, gone) = (row.Issue, row as LinkRow.Gone);
        return
        [
            ("$key", row.Key), ("$nonce", row.Nonce), ("$due", row.DueAt.UtcTicks),
            ("$url", link?.Url), ("$owner", link?.Owner), ("$created", link?.CreatedAt.UtcTicks), ("$redirect", (int?)link?.Redirect),
            ("$ended", gone is null ? null : gone.Ended?.UtcTicks ?? 0), ("$endedBy", gone?.EndedBy), ("$expires", gone?.Link?.ExpiresAt.UtcTicks),
            ("$carriedClicks", link?.CarriedClicks ?? 0), ("$carriedBots", link?.CarriedBots ?? 0),
        ];
    }

    private static StoredLink Read(SqliteDataReader row)
    {
        var (key, nonce, due) = (row.GetString(0), row.GetString(2), row.GetTime(3));
        var link = row.IsDBNull(4) ? null : ReadLink(row, key, nonce, row.GetTimeOrNull(10) ?? due);
        return new StoredLink(
            row.IsDBNull(8)
                ? new LinkRow.Live(link!)
                : new LinkRow.Gone(key, nonce, due, link, link is null ? null : row.GetTime(8), row.IsDBNull(9) ? null : row.GetString(9)),
            row.GetString(1));
    }

    private static ShortLink ReadLink(SqliteDataReader row, string key, string nonce, DateTimeOffset expiresAt) => new()
    {
        Key = key,
        Nonce = nonce,
        ExpiresAt = expiresAt,
        Url = row.GetString(4),
        Owner = row.GetString(5),
        CreatedAt = row.GetTime(6),
        Redirect = (LinkRedirect)row.GetInt32(7),
        CarriedClicks = row.GetInt64(11),
        CarriedBots = row.GetInt64(12),
    };
}
