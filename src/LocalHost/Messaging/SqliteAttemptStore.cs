using Microsoft.Data.Sqlite;
using Serverless.Core.Messaging.Attempts;
using Serverless.Core.Messaging.Webhooks;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.Messaging;

/// <summary>Attempts in LocalHost's own database. Whoever adds some removes some of those that are not kept any more.</summary>
public sealed class SqliteAttemptStore(SqliteDatabase database) : IAttemptStore
{
    internal const string Schema = """
        CREATE TABLE IF NOT EXISTS attempts (
            subscription TEXT NOT NULL, at INTEGER NOT NULL, id TEXT NOT NULL, message TEXT NOT NULL, sequence INTEGER NOT NULL, attempt INTEGER NOT NULL,
            result TEXT NOT NULL, status INTEGER NULL, duration INTEGER NOT NULL, answer TEXT NULL,
            PRIMARY KEY (subscription, at DESC, id)) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS attempts_at ON attempts (at);
        """;

    public Task AddAsync(string subscriptionId, IReadOnlyList<DeliveryAttempt> attempts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Surplus = """
            DELETE FROM attempts WHERE (subscription, at, id) IN (
                SELECT subscription, at, id FROM attempts WHERE subscription = $subscription ORDER BY at DESC, id LIMIT $limit OFFSET $kept)
            """;
        const string Expired = """
            DELETE FROM attempts WHERE (subscription, at, id) IN (SELECT subscription, at, id FROM attempts WHERE at < $before ORDER BY at LIMIT $limit)
            """;
        return database.WriteAsync(
            session =>
            {
                foreach (var attempt in attempts)
                {
                    Add(session, subscriptionId, attempt);
                }

                session.Execute(Surplus, ("$subscription", subscriptionId), ("$limit", IAttemptStore.MostKept), ("$kept", IAttemptStore.MostKept));
                return session.Execute(Expired, ("$before", (now - IAttemptStore.KeptFor).UtcTicks), ("$limit", IAttemptStore.MostKept));
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<DeliveryAttempt>> ListAsync(string subscriptionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string List = """
            SELECT at, id, message, sequence, attempt, result, status, duration, answer FROM attempts
            WHERE subscription = $subscription AND at >= $since ORDER BY at DESC, id LIMIT $limit
            """;
        return database.ReadAsync(
            session => session.All(
                List, Read, ("$subscription", subscriptionId), ("$since", (now - IAttemptStore.KeptFor).UtcTicks), ("$limit", IAttemptStore.MostKept)),
            cancellationToken);
    }

    private static void Add(SqliteSession session, string subscriptionId, DeliveryAttempt attempt)
    {
        const string Add = """
            INSERT INTO attempts (subscription, at, id, message, sequence, attempt, result, status, duration, answer)
            VALUES ($subscription, $at, $id, $message, $sequence, $attempt, $result, $status, $duration, $answer) ON CONFLICT DO NOTHING
            """;
        session.Execute(
            Add,
            ("$subscription", subscriptionId), ("$at", attempt.At.UtcTicks), ("$id", attempt.Id), ("$message", attempt.MessageId), ("$sequence", attempt.Sequence),
            ("$attempt", attempt.Attempt), ("$result", attempt.Result.ToString()), ("$status", attempt.Status), ("$duration", attempt.Duration.Ticks), ("$answer", attempt.Answer));
    }

    private static DeliveryAttempt Read(SqliteDataReader row) => new()
    {
        At = row.GetTime(0),
        Id = row.GetString(1),
        MessageId = row.GetString(2),
        Sequence = row.GetInt64(3),
        Attempt = row.GetInt32(4),
        Result = Enum.Parse<DeliveryResult>(row.GetString(5)),
        Status = row.IsDBNull(6) ? null : row.GetInt32(6),
        Duration = new TimeSpan(row.GetInt64(7)),
        Answer = row.IsDBNull(8) ? null : row.GetString(8),
    };
}
