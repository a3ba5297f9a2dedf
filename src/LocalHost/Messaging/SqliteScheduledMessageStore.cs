using Microsoft.Data.Sqlite;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Scheduling;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.Messaging;

/// <summary>Messages that wait for their time in LocalHost's own database; those that have moved have no time there.</summary>
public sealed class SqliteScheduledMessageStore(SqliteDatabase database) : IScheduledMessageStore
{
    internal const string Schema = """
        CREATE TABLE IF NOT EXISTS scheduled_messages (
            place TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, due INTEGER NULL, due_at INTEGER NOT NULL,
            id TEXT NOT NULL, named INTEGER NOT NULL, topic TEXT NOT NULL, ticket TEXT NOT NULL, accepted INTEGER NOT NULL,
            moving INTEGER NULL, shard INTEGER NULL, sequence INTEGER NULL, body BLOB NOT NULL,
            PRIMARY KEY (place, key)) STRICT;
        CREATE INDEX IF NOT EXISTS scheduled_messages_due ON scheduled_messages (due, place) WHERE due IS NOT NULL;
        CREATE INDEX IF NOT EXISTS scheduled_messages_order ON scheduled_messages (place, due, key) WHERE due IS NOT NULL;
        CREATE INDEX IF NOT EXISTS scheduled_messages_moved ON scheduled_messages (accepted) WHERE due IS NULL;
        """;

    private const int RemovedAtOnce = 500;

    private const string Columns = "place, key, id, named, topic, ticket, due_at, accepted, moving, shard, sequence, body, version";
    private const string ByVersion = "place = $place AND key = $key AND version = $version";

    public Task<StoredScheduledMessage?> FindAsync(StreamId place, string key, CancellationToken cancellationToken)
    {
        const string Find = $"SELECT {Columns} FROM scheduled_messages WHERE place = $place AND key = $key";
        return database.ReadAsync(session => session.First(Find, Read, ("$place", place.ToString()), ("$key", key)), cancellationToken);
    }

    public Task<bool> TryAddAsync(ScheduledMessage message, CancellationToken cancellationToken)
    {
        const string Add = """
            INSERT INTO scheduled_messages (place, key, version, id, named, topic, ticket, due, due_at, accepted, moving, shard, sequence, body)
            VALUES ($place, $key, random(), $id, $named, $topic, $ticket, $due, $due_at, $accepted, $moving, $shard, $sequence, $body) ON CONFLICT DO NOTHING
            """;
        return database.WriteAsync(session => session.Execute(Add, ValuesOf(message)) == 1, cancellationToken);
    }

    public Task<StoredScheduledMessage?> TryReplaceAsync(StoredScheduledMessage current, ScheduledMessage next, CancellationToken cancellationToken)
    {
        const string Replace = $"""
            UPDATE scheduled_messages SET version = random(), id = $id, named = $named, topic = $topic, ticket = $ticket, due = $due, due_at = $due_at,
                accepted = $accepted, moving = $moving, shard = $shard, sequence = $sequence, body = $body
            WHERE {ByVersion} RETURNING version
            """;
        return database.WriteAsync(
            session => session.First(Replace, row => new StoredScheduledMessage(next, row.GetString(0)), [.. ValuesOf(next), ("$version", current.ETag)]),
            cancellationToken);
    }

    public Task<bool> TryRemoveAsync(StoredScheduledMessage current, CancellationToken cancellationToken)
    {
        const string Remove = $"DELETE FROM scheduled_messages WHERE {ByVersion}";
        return database.WriteAsync(
            session => session.Execute(
                Remove, ("$place", current.Message.Place.ToString()), ("$key", current.Message.Key), ("$version", current.ETag)) == 1,
            cancellationToken);
    }

    public Task<IReadOnlyList<StoredScheduledMessage>> ListAsync(
        StreamId place, SchedulePosition? after, DateTimeOffset? dueBy, int limit, CancellationToken cancellationToken)
    {
        const string List = $"""
            SELECT {Columns} FROM scheduled_messages
            WHERE place = $place AND due IS NOT NULL AND (due, key) > ($after, $key) AND due <= $until ORDER BY due, key LIMIT $limit
            """;
        return database.ReadAsync<IReadOnlyList<StoredScheduledMessage>>(
            session =>
            {
                var (found, bytes) = (new List<StoredScheduledMessage>(), 0L);
                var rows = session.Stream(
                    List, Read,
                    ("$place", place.ToString()), ("$after", after?.DueAt.UtcTicks ?? 0), ("$key", after?.Key ?? ""),
                    ("$until", dueBy?.UtcTicks ?? long.MaxValue), ("$limit", limit));
                foreach (var stored in rows)
                {
                    found.Add(stored);
                    if ((bytes += stored.Message.Body.Length) >= IScheduledMessageStore.PageBytes)
                    {
                        break;
                    }
                }

                return found;
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<StreamId>> ListPlacesAsync(DateTimeOffset now, StreamId? after, int limit, CancellationToken cancellationToken)
    {
        const string List = "SELECT DISTINCT place FROM scheduled_messages WHERE due <= $now AND place > $after ORDER BY place LIMIT $limit";
        return database.ReadAsync(
            session => session.All(
                List, row => StreamId.Parse(row.GetString(0)), ("$now", now.UtcTicks), ("$after", after?.ToString() ?? ""), ("$limit", limit)),
            cancellationToken);
    }

    public Task<bool> PurgeAsync(StreamId place, CancellationToken cancellationToken)
    {
        const string Any = "SELECT 1 FROM scheduled_messages WHERE place = $place LIMIT 1";
        const string Remove = """
            DELETE FROM scheduled_messages WHERE place = $place AND key IN (SELECT key FROM scheduled_messages WHERE place = $place LIMIT $limit)
            """;
        return RemoveAsync(Any, Remove, ("$place", place.ToString()), cancellationToken);
    }

    public Task<bool> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Any = "SELECT 1 FROM scheduled_messages WHERE due IS NULL AND accepted <= $before LIMIT 1";
        const string Remove = """
            DELETE FROM scheduled_messages WHERE (place, key) IN (
                SELECT place, key FROM scheduled_messages WHERE due IS NULL AND accepted <= $before LIMIT $limit)
            """;
        return RemoveAsync(Any, Remove, ("$before", (now - MessageIdentity.Window).UtcTicks), cancellationToken);
    }

    // Most of the time there is nothing, which a reader finds out without taking the writer's time.
    private async Task<bool> RemoveAsync(string any, string remove, (string Name, object? Value) which, CancellationToken cancellationToken) =>
        await database.ReadAsync(session => session.First<long?>(any, row => row.GetInt64(0), which) is null, cancellationToken)
        || await database.WriteAsync(session => session.Execute(remove, which, ("$limit", RemovedAtOnce)) < RemovedAtOnce, cancellationToken);

    private static (string Name, object? Value)[] ValuesOf(ScheduledMessage message) =>
    [
        ("$place", message.Place.ToString()), ("$key", message.Key), ("$id", message.Id), ("$named", message.IsNamed ? 1 : 0), ("$topic", message.Topic),
        ("$ticket", message.Ticket), ("$due", message.MovedTo is null ? message.DueAt.UtcTicks : null), ("$due_at", message.DueAt.UtcTicks),
        ("$accepted", message.AcceptedAt.UtcTicks), ("$moving", message.MovingSince?.UtcTicks),
        ("$shard", message.MovedTo?.Shard), ("$sequence", message.MovedTo?.Sequence), ("$body", message.Body.ToArray()),
    ];

    private static StoredScheduledMessage Read(SqliteDataReader row) => new(
        new ScheduledMessage
        {
            Place = StreamId.Parse(row.GetString(0)),
            Key = row.GetString(1),
            Id = row.GetString(2),
            IsNamed = row.GetBoolean(3),
            Topic = row.GetString(4),
            Ticket = row.GetString(5),
            DueAt = row.GetTime(6),
            AcceptedAt = row.GetTime(7),
            MovingSince = row.GetTimeOrNull(8),
            MovedTo = row.IsDBNull(9) ? null : new MovedTo(row.GetInt32(9), row.GetInt64(10)),
            Body = row.GetFieldValue<byte[]>(11),
        },
        row.GetString(12));
}
