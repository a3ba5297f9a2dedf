using System.Security.Cryptography;
using System.Text;
using Serverless.Core.UrlShortening;
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

    private const int ExpiryShards = 64;

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

    public static void Add(SqliteSession session, LinkRow row)
    {
        AddToExpiry(session, row);
        if (row is LinkRow.Live live)
        {
            AddToOwner(session, live.Link);
        }
    }

    public static void RemoveFromOwner(SqliteSession session, ShortLink link)
    {
        const string Remove = "DELETE FROM links_by_owner WHERE owner = $owner AND created = $created AND key = $key AND nonce = $nonce";
        session.Execute(Remove, OwnerEntry(link));
    }

    private static void AddToExpiry(SqliteSession session, LinkRow row)
    {
        const string Add = """
            INSERT INTO links_by_expiry (shard, hour, due, key, nonce)
            VALUES ($shard, $hour, $due, $key, $nonce) ON CONFLICT DO NOTHING
            """;
        var due = row.DueAt.UtcTicks;
        session.Execute(
            Add,
            ("$shard", ExpiryShard(row.Key)), ("$hour", due / TimeSpan.TicksPerHour), ("$due", due), ("$key", row.Key), ("$nonce", row.Nonce));
    }

    private static void AddToOwner(SqliteSession session, ShortLink link)
    {
        const string Add = """
            INSERT INTO links_by_owner (owner, created, key, nonce)
            VALUES ($owner, $created, $key, $nonce) ON CONFLICT DO NOTHING
            """;
        session.Execute(Add, OwnerEntry(link));
    }

    private static (string Name, object? Value)[] OwnerEntry(ShortLink link) =>
        [("$owner", link.Owner), ("$created", link.CreatedAt.UtcTicks), ("$key", link.Key), ("$nonce", link.Nonce)];

    /// <summary>Spreads what is due in one hour; the same in every process, unlike a string's hash code.</summary>
    private static int ExpiryShard(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key))[0] % ExpiryShards;
}
