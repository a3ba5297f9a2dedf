using Microsoft.Data.Sqlite;
using Serverless.Core.Storage;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.Queues;

/// <summary>Both sides of the work queue in LocalHost's own database; shared by all hosts of the process, so that a message wakes them at once.</summary>
public sealed partial class SqliteWorkQueue(SqliteDatabase database, TimeProvider time) : IWorkQueue, ITriggerQueue
{
    // Numbers are never used again, so number and dequeue count together name one lease for good.
    internal const string Schema = """
        CREATE TABLE IF NOT EXISTS queue_messages (
            number INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, body TEXT NOT NULL,
            inserted INTEGER NOT NULL, visible INTEGER NOT NULL, dequeue_count INTEGER NOT NULL) STRICT;
        CREATE INDEX IF NOT EXISTS queue_messages_visible ON queue_messages (queue, visible);
        """;

    private const string ByLease = "number = $number AND queue = $queue AND dequeue_count = $receipt";

    public async Task SendAsync(string queue, string message, TimeSpan delay, CancellationToken cancellationToken)
    {
        const string Send = "INSERT INTO queue_messages (queue, body, inserted, visible, dequeue_count) VALUES ($queue, $body, $now, $visible, 0)";
        var now = time.GetUtcNow();
        await database.WriteAsync(
            session => session.Execute(Send, ("$queue", queue), ("$body", message), ("$now", now.UtcTicks), ("$visible", (now + delay).UtcTicks)),
            cancellationToken);
        changes.Raise(queue);
    }

    public async Task<IReadOnlyList<LeasedMessage>> LeaseAsync(string queue, int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        // An idle host asks often; without a message it must not take the writer's time.
        if (await NextVisibleAsync(queue, cancellationToken) is { } next && next <= time.GetUtcNow())
        {
            return await database.WriteAsync(session => Lease(session, queue, max, lease), cancellationToken);
        }

        return [];
    }

    public async Task<bool> TryExtendAsync(LeasedMessage message, TimeSpan lease, CancellationToken cancellationToken)
    {
        const string Extend = $"UPDATE queue_messages SET visible = $visible WHERE {ByLease}";
        var extended = await database.WriteAsync(
            session => session.Execute(Extend, [.. LeaseOf(message), ("$visible", (time.GetUtcNow() + lease).UtcTicks)]) == 1,
            cancellationToken);

        // The new lease may end before the old one would have.
        changes.Raise(message.Queue);
        return extended;
    }

    public Task<bool> TryDeleteAsync(LeasedMessage message, CancellationToken cancellationToken) =>
        database.WriteAsync(session => Delete(session, message), cancellationToken);

    public async Task<bool> TryMoveAsync(LeasedMessage message, string toQueue, CancellationToken cancellationToken)
    {
        const string Copy = $"""
            INSERT INTO queue_messages (queue, body, inserted, visible, dequeue_count)
            SELECT $toQueue, body, $now, $now, 0 FROM queue_messages WHERE {ByLease}
            """;
        var moved = await database.WriteAsync(
            session => session.Execute(Copy, [.. LeaseOf(message), ("$toQueue", toQueue), ("$now", time.GetUtcNow().UtcTicks)]) == 1
                && Delete(session, message),
            cancellationToken);
        changes.Raise(toQueue);
        return moved;
    }

    private IReadOnlyList<LeasedMessage> Lease(SqliteSession session, string queue, int max, TimeSpan lease)
    {
        const string Oldest = """
            SELECT number, dequeue_count + 1, body, inserted FROM queue_messages
            WHERE queue = $queue AND visible <= $now ORDER BY visible, number LIMIT $max
            """;
        const string Hide = "UPDATE queue_messages SET visible = $until, dequeue_count = dequeue_count + 1 WHERE number = $number";
        var now = time.GetUtcNow();
        var messages = session.All(Oldest, row => ReadMessage(queue, row), ("$queue", queue), ("$now", now.UtcTicks), ("$max", max));
        foreach (var message in messages)
        {
            session.Execute(Hide, ("$until", (now + lease).UtcTicks), ("$number", message.Id));
        }

        return messages;
    }

    private static bool Delete(SqliteSession session, LeasedMessage message)
    {
        const string Remove = $"DELETE FROM queue_messages WHERE {ByLease}";
        return session.Execute(Remove, LeaseOf(message)) == 1;
    }

    private static (string Name, object? Value)[] LeaseOf(LeasedMessage message) =>
        [("$number", message.Id), ("$queue", message.Queue), ("$receipt", message.Receipt)];

    private static LeasedMessage ReadMessage(string queue, SqliteDataReader row) => new(
        queue,
        Id: row.GetString(0),
        Receipt: row.GetString(1),
        Body: row.GetString(2),
        DequeueCount: row.GetInt32(1),
        InsertedAt: row.GetTime(3));
}
