using Microsoft.Data.Sqlite;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.UrlShortening;

/// <summary>The tables that lead to link rows, by owner and by the time they are due; for use inside a link's transaction.</summary>
internal static class SqliteLinkIndex
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS links_by_owner (
            owner TEXT NOT NULL, created INTEGER NOT NULL, key TEXT NOT NULL, nonce TEXT NOT NULL,
            PRIMARY KEY (owner, created DESC, key, nonce)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS links_by_expiry (
            shard INTEGER NOT NULL, hour INTEGER NOT NULL, due INTEGER NOT NULL, key TEXT NOT NULL, nonce TEXT NOT NULL,
            PRIMARY KEY (shard, hour, due, key, nonce)) STRICT, WITHOUT ROWID;
        """;

    private static readonly OwnedLink BeforeAll = new(DateTimeOffset.MaxValue, "", "");

    public static IReadOnlyList<OwnedLink> ListByOwner(SqliteSession session, string owner, OwnedLink? after, int limit)
    {
        const string List = """
            SELECT created, key, nonce FROM links_by_owner
            WHERE owner = $owner AND created <= $created AND (created < $created OR (key, nonce) > ($key, $nonce))
            ORDER BY created DESC, key, nonce LIMIT $limit
            """;
        var (created, key, nonce) = after ?? BeforeAll;
        return session.All(
            List,
            row => new OwnedLink(row.GetTime(0), row.GetString(1), row.GetString(2)),
            ("$owner", owner), ("$created", created.UtcTicks), ("$key", key), ("$nonce", nonce), ("$limit", limit));
    }

    public static DueLink? FindDue(SqliteSession session, ExpiryPartition from)
    {
        const string Find = "SELECT due, key, nonce FROM links_by_expiry WHERE shard = $shard AND hour >= $hour ORDER BY hour, due, key, nonce LIMIT 1";
        return session.First(Find, ReadDue, ("$shard", from.Shard), ("$hour", from.Hour));
    }

    public static IReadOnlyList<DueLink> ListDue(SqliteSession session, ExpiryPartition partition, DueLink? after, DateTimeOffset until, int limit)
    {
        const string List = """
            SELECT due, key, nonce FROM links_by_expiry
            WHERE shard = $shard AND hour = $hour AND due <= $until AND (due, key, nonce) > ($due, $key, $nonce)
            ORDER BY due, key, nonce LIMIT $limit
            """;
        var (due, key, nonce) = after ?? new DueLink(DateTimeOffset.MinValue, "", "");
        return session.All(
            List,
            ReadDue,
            ("$shard", partition.Shard), ("$hour", partition.Hour), ("$until", until.UtcTicks),
            ("$due", due.UtcTicks), ("$key", key), ("$nonce", nonce), ("$limit", limit));
    }

    public static int CountGone(SqliteSession session, int shard, DateTimeOffset until)
    {
        const string Count = """
            SELECT count(*) FROM links_by_expiry AS entry
            JOIN links INDEXED BY links_ended ON links.key = entry.key AND links.nonce = entry.nonce AND links.due = entry.due AND links.ended IS NOT NULL
            WHERE entry.shard = $shard AND entry.hour <= $hour AND entry.due <= $until
            """;
        return session.First(
            Count, row => row.GetInt32(0), ("$shard", shard), ("$hour", until.UtcTicks / TimeSpan.TicksPerHour), ("$until", until.UtcTicks));
    }

    public static int RemoveDue(SqliteSession session, DueLink entry)
    {
        const string Remove = """
            DELETE FROM links_by_expiry WHERE shard = $shard AND hour = $hour AND due = $due AND key = $key AND nonce = $nonce
            AND NOT EXISTS (SELECT 1 FROM links WHERE links.key = $key AND links.nonce = $nonce AND links.due = $due)
            """;
        return session.Execute(Remove, DueEntry(entry));
    }

    public static void Add(SqliteSession session, LinkRow row)
    {
        AddToExpiry(session, row);
        if (row.Issue is { } link)
        {
            AddToOwner(session, link);
        }
    }

    /// <summary>The entries of a row that has replaced another. A link that ended keeps its owner's entry, by which it can be found and brought back.</summary>
    public static void Replace(SqliteSession session, LinkRow before, LinkRow next)
    {
        if (before.Nonce != next.Nonce || next.Issue is null)
        {
            RemoveFromOwner(session, before);
        }

        Add(session, next);
    }

    public static void RemoveFromOwner(SqliteSession session, LinkRow row)
    {
        const string Remove = "DELETE FROM links_by_owner WHERE owner = $owner AND created = $created AND key = $key AND nonce = $nonce";
        if (row.Issue is { } link)
        {
            session.Execute(Remove, OwnerEntry(link));
        }
    }

    private static void AddToExpiry(SqliteSession session, LinkRow row)
    {
        const string Add = """
            INSERT INTO links_by_expiry (shard, hour, due, key, nonce)
            VALUES ($shard, $hour, $due, $key, $nonce) ON CONFLICT DO NOTHING
            """;
        session.Execute(Add, DueEntry(DueLink.Of(row)));
    }

    private static void AddToOwner(SqliteSession session, ShortLink link)
    {
        const string Add = """
            INSERT INTO links_by_owner (owner, created, key, nonce)
            VALUES ($owner, $created, $key, $nonce) ON CONFLICT DO NOTHING
            """;
        session.Execute(Add, OwnerEntry(link));
    }

    private static DueLink ReadDue(SqliteDataReader row) => new(row.GetTime(0), row.GetString(1), row.GetString(2));

    private static (string Name, object? Value)[] DueEntry(DueLink entry)
    {
        var (shard, hour) = entry.Partition;
        return [("$shard", shard), ("$hour", hour), ("$due", entry.DueAt.UtcTicks), ("$key", entry.Key), ("$nonce", entry.Nonce)];
    }

    private static (string Name, object? Value)[] OwnerEntry(ShortLink link) =>
        [("$owner", link.Owner), ("$created", link.CreatedAt.UtcTicks), ("$key", link.Key), ("$nonce", link.Nonce)];
}
