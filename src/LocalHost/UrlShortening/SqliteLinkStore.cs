using Microsoft.Data.Sqlite;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.UrlShortening;

/// <summary>Links in LocalHost's own database: a row and its index entries are one transaction.</summary>
public sealed class SqliteLinkStore(SqliteDatabase database) : ILinkStore
{
    // A row without a URL is gone. The rows keep their rowid, because long URLs would swell a tree ordered by key.
    internal const string Schema = """
        CREATE TABLE IF NOT EXISTS links (
            key TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, nonce TEXT NOT NULL, due INTEGER NOT NULL,
            url TEXT, owner TEXT, created INTEGER, redirect INTEGER) STRICT;
        CREATE INDEX IF NOT EXISTS links_gone ON links (key, nonce, due) WHERE url IS NULL;
        """;

    public Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken)
    {
        const string Find = "SELECT version, nonce, due, url, owner, created, redirect FROM links WHERE key = $key";
        return database.ReadAsync(session => session.First(Find, row => ReadLink(key, row), ("$key", key)), cancellationToken);
    }

    public Task<bool> TryAddAsync(ShortLink link, CancellationToken cancellationToken) =>
        database.WriteAsync(session => TryAdd(session, new LinkRow.Live(link)), cancellationToken);

    public Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken) =>
        database.WriteAsync(session => TryReplace(session, current, next), cancellationToken);

    public Task<bool> TryRemoveAsync(StoredLink current, CancellationToken cancellationToken)
    {
        const string Remove = "DELETE FROM links WHERE key = $key AND version = $version";
        return database.WriteAsync(session => session.Execute(Remove, ("$key", current.Row.Key), ("$version", current.ETag)) == 1, cancellationToken);
    }

    public Task<DueLink?> FindDueAsync(ExpiryPartition from, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteLinkIndex.FindDue(session, from), cancellationToken);

    public Task<IReadOnlyList<DueLink>> ListDueAsync(
        ExpiryPartition partition, DueLink? after, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteLinkIndex.ListDue(session, partition, after, until, limit), cancellationToken);

    public Task<int> CountGoneAsync(int shard, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteLinkIndex.CountGone(session, shard, until), cancellationToken);

    public Task RemoveDueAsync(DueLink entry, CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqliteLinkIndex.RemoveDue(session, entry), cancellationToken);

    public Task<IReadOnlyList<OwnedLink>> ListByOwnerAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteLinkIndex.ListByOwner(session, owner, after, limit), cancellationToken);

    private static bool TryAdd(SqliteSession session, LinkRow.Live row)
    {
        const string Add = """
            INSERT INTO links (key, version, nonce, due, url, owner, created, redirect)
            VALUES ($key, random(), $nonce, $due, $url, $owner, $created, $redirect) ON CONFLICT DO NOTHING
            """;
        if (session.Execute(Add, Columns(row)) == 0)
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
            UPDATE links SET version = random(), nonce = $nonce, due = $due, url = $url, owner = $owner, created = $created, redirect = $redirect
            WHERE key = $key AND version = $version
            """;
        if (session.Execute(Replace, [.. Columns(next), ("$version", current.ETag)]) == 0)
        {
            return false;
        }

        if (current.Row is LinkRow.Live before && next is LinkRow.Gone)
        {
            SqliteLinkIndex.RemoveFromOwner(session, before.Link);
        }

        SqliteLinkIndex.Add(session, next);
        return true;
    }

    private static (string Name, object? Value)[] Columns(LinkRow row)
    {
        var link = (row as LinkRow.Live)?.Link;
        return
        [
            ("$key", row.Key), ("$nonce", row.Nonce), ("$due", row.DueAt.UtcTicks),
            ("$url", link?.Url), ("$owner", link?.Owner), ("$created", link?.CreatedAt.UtcTicks), ("$redirect", (int?)link?.Redirect),
        ];
    }

    private static StoredLink ReadLink(string key, SqliteDataReader row) => new(
        row.IsDBNull(3) ? new LinkRow.Gone(key, row.GetString(1), row.GetTime(2)) : new LinkRow.Live(ReadLive(key, row)),
        row.GetString(0));

    private static ShortLink ReadLive(string key, SqliteDataReader row) => new()
    {
        Key = key,
        Nonce = row.GetString(1),
        ExpiresAt = row.GetTime(2),
        Url = row.GetString(3),
        Owner = row.GetString(4),
        CreatedAt = row.GetTime(5),
        Redirect = (LinkRedirect)row.GetInt32(6),
    };
}
