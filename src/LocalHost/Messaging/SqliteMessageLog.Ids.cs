using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.Messaging;

/// <summary>
/// What repetitions are recognised by, in buckets by the time of expiry: one whose time has passed is removed as a whole
/// range, without an index by time. Tickets, which are remembered for long, lie in a table of their own.
/// </summary>
public sealed partial class SqliteMessageLog
{
    private const int ForgottenAtOnce = 1_000;

    private static readonly TimeSpan Bucket = TimeSpan.FromMinutes(10);

    public async Task<IReadOnlyDictionary<string, long>> FindIdsAsync(
        StreamId stream, IReadOnlyCollection<string> keys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Find = """
            SELECT sequence FROM published_ids
            WHERE bucket BETWEEN $bucket AND $bucket + 2 AND stream = $stream AND key = $key AND expires > $now ORDER BY bucket DESC LIMIT 1
            """;
        const string FindTicket = "SELECT sequence FROM published_tickets WHERE stream = $stream AND key = $key AND expires > $now";
        return await database.ReadAsync(
            session =>
            {
                var found = new Dictionary<string, long>(StringComparer.Ordinal);
                if (NumberOf(session, stream) is not { } number)
                {
                    return found;
                }

                foreach (var key in keys)
                {
                    var sequence = MessageIdentity.IsTicket(key)
                        ? session.First<long?>(FindTicket, row => row.GetInt64(0), ("$stream", number), ("$key", key), ("$now", now.UtcTicks))
                        : session.First<long?>(
                            Find, row => row.GetInt64(0),
                            ("$bucket", BucketOf(now)), ("$stream", number), ("$key", key), ("$now", now.UtcTicks));
                    if (sequence is { } known)
                    {
                        found[key] = known;
                    }
                }

                return found;
            },
            cancellationToken);
    }

    public Task<bool> ForgetIdsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Any = """
            SELECT 1 WHERE EXISTS (SELECT 1 FROM published_ids WHERE bucket < $bucket) OR EXISTS (SELECT 1 FROM published_tickets WHERE expires <= $now)
            """;
        const string Delete = """
            DELETE FROM published_ids WHERE (bucket, stream, key) IN (
                SELECT bucket, stream, key FROM published_ids WHERE bucket < $bucket LIMIT $limit)
            """;
        const string DeleteTickets = """
            DELETE FROM published_tickets WHERE (stream, key) IN (SELECT stream, key FROM published_tickets WHERE expires <= $now LIMIT $limit)
            """;
        var bucket = BucketOf(now);
        return ForgetAsync();

        async Task<bool> ForgetAsync() =>
            await database.ReadAsync(
                session => session.First<long?>(Any, row => row.GetInt64(0), ("$bucket", bucket), ("$now", now.UtcTicks)) is null, cancellationToken)
            || await database.WriteAsync(
                session => session.Execute(Delete, ("$bucket", bucket), ("$limit", ForgottenAtOnce)) < ForgottenAtOnce
                    & session.Execute(DeleteTickets, ("$now", now.UtcTicks), ("$limit", ForgottenAtOnce)) < ForgottenAtOnce,
                cancellationToken);
    }

    private static void Remember(SqliteSession session, long stream, PublishedId id, DateTimeOffset expiresAt)
    {
        const string Put = """
            INSERT INTO published_ids (bucket, stream, key, sequence, expires) VALUES ($bucket, $stream, $key, $sequence, $expires)
            ON CONFLICT DO UPDATE SET sequence = excluded.sequence, expires = excluded.expires
            """;
        const string PutTicket = """
            INSERT INTO published_tickets (stream, key, sequence, expires) VALUES ($stream, $key, $sequence, $expires)
            ON CONFLICT DO UPDATE SET sequence = excluded.sequence, expires = excluded.expires
            """;
        if (MessageIdentity.IsTicket(id.Key))
        {
            session.Execute(PutTicket, ("$stream", stream), ("$key", id.Key), ("$sequence", id.Sequence), ("$expires", expiresAt.UtcTicks));
            return;
        }

        session.Execute(
            Put,
            ("$bucket", BucketOf(expiresAt)), ("$stream", stream), ("$key", id.Key), ("$sequence", id.Sequence), ("$expires", expiresAt.UtcTicks));
    }

    private static long BucketOf(DateTimeOffset time) => time.UtcTicks / Bucket.Ticks;
}
