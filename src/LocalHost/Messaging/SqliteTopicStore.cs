using System.Text.Json;
using Microsoft.Data.Sqlite;
using Serverless.Core.Messaging.Topics;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.Messaging;

/// <summary>Topics, subscriptions and tombstones in LocalHost's own database.</summary>
public sealed class SqliteTopicStore(SqliteDatabase database) : ITopicStore
{
    internal const string Schema = """
        CREATE TABLE IF NOT EXISTS topics (name TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS subscriptions (
            topic TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, push INTEGER NOT NULL, body TEXT NOT NULL,
            PRIMARY KEY (topic, name)) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS subscriptions_push ON subscriptions (topic, name) WHERE push = 1;
        CREATE TABLE IF NOT EXISTS tombstones (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """;

    public Task<StoredTopic?> FindTopicAsync(string name, CancellationToken cancellationToken)
    {
        const string Find = "SELECT body, version FROM topics WHERE name = $name";
        return database.ReadAsync(session => session.First(Find, ReadTopic, ("$name", name)), cancellationToken);
    }

    public Task<IReadOnlyList<StoredTopic>> ListTopicsAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        const string List = "SELECT body, version FROM topics WHERE name > $after ORDER BY name LIMIT $limit";
        return database.ReadAsync(session => session.All(List, ReadTopic, ("$after", after ?? ""), ("$limit", limit)), cancellationToken);
    }

    public Task<bool> TryAddTopicAsync(Topic topic, CancellationToken cancellationToken)
    {
        const string Add = "INSERT INTO topics (name, version, body) VALUES ($name, random(), $body) ON CONFLICT DO NOTHING";
        return database.WriteAsync(session => session.Execute(Add, ("$name", topic.Name), ("$body", Write(topic))) == 1, cancellationToken);
    }

    public Task<bool> TryReplaceTopicAsync(StoredTopic current, Topic next, CancellationToken cancellationToken)
    {
        // A version is compared as the text it was read as: SQLite converts it, and what is no number matches nothing.
        const string Replace = "UPDATE topics SET version = random(), body = $body WHERE name = $name AND version = $version";
        return database.WriteAsync(
            session => session.Execute(Replace, ("$body", Write(next)), ("$name", next.Name), ("$version", current.ETag)) == 1, cancellationToken);
    }

    public Task<bool> TryDeleteTopicAsync(StoredTopic current, Tombstone tombstone, CancellationToken cancellationToken)
    {
        const string Remove = "DELETE FROM topics WHERE name = $name AND version = $version";
        return database.WriteAsync(
            session => session.Execute(Remove, ("$name", current.Topic.Name), ("$version", current.ETag)) == 1 && Bury(session, tombstone),
            cancellationToken);
    }

    public Task<StoredSubscription?> FindSubscriptionAsync(string topicId, string name, CancellationToken cancellationToken)
    {
        const string Find = "SELECT body, version FROM subscriptions WHERE topic = $topic AND name = $name";
        return database.ReadAsync(session => session.First(Find, ReadSubscription, ("$topic", topicId), ("$name", name)), cancellationToken);
    }

    public Task<IReadOnlyList<StoredSubscription>> ListSubscriptionsAsync(
        string topicId, string? after, int limit, CancellationToken cancellationToken)
    {
        const string List = "SELECT body, version FROM subscriptions WHERE topic = $topic AND name > $after ORDER BY name LIMIT $limit";
        return ListAsync(List, topicId, after, limit, cancellationToken);
    }

    public Task<IReadOnlyList<StoredSubscription>> ListPushSubscriptionsAsync(
        string topicId, string? after, int limit, CancellationToken cancellationToken)
    {
        const string List = "SELECT body, version FROM subscriptions WHERE topic = $topic AND name > $after AND push = 1 ORDER BY name LIMIT $limit";
        return ListAsync(List, topicId, after, limit, cancellationToken);
    }

    public Task<bool> TryAddSubscriptionAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        const string Add = """
            INSERT INTO subscriptions (topic, name, version, push, body) VALUES ($topic, $name, random(), $push, $body) ON CONFLICT DO NOTHING
            """;
        return database.WriteAsync(session => session.Execute(Add, Columns(subscription)) == 1, cancellationToken);
    }

    public Task<bool> TryReplaceSubscriptionAsync(StoredSubscription current, Subscription next, CancellationToken cancellationToken)
    {
        const string Replace = """
            UPDATE subscriptions SET version = random(), push = $push, body = $body WHERE topic = $topic AND name = $name AND version = $version
            """;
        return database.WriteAsync(session => session.Execute(Replace, [.. Columns(next), ("$version", current.ETag)]) == 1, cancellationToken);
    }

    public Task<bool> TryDeleteSubscriptionAsync(StoredSubscription current, Tombstone tombstone, CancellationToken cancellationToken)
    {
        const string Remove = "DELETE FROM subscriptions WHERE topic = $topic AND name = $name AND version = $version";
        var (topic, name) = (current.Subscription.TopicId, current.Subscription.Name);
        return database.WriteAsync(
            session => session.Execute(Remove, ("$topic", topic), ("$name", name), ("$version", current.ETag)) == 1 && Bury(session, tombstone),
            cancellationToken);
    }

    public Task<IReadOnlyList<Tombstone>> ListTombstonesAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        const string List = "SELECT body FROM tombstones WHERE id > $after ORDER BY id LIMIT $limit";
        return database.ReadAsync(
            session => session.All(List, row => JsonSerializer.Deserialize(row.GetString(0), StoredTopicsJson.Default.Tombstone)!, ("$after", after ?? ""), ("$limit", limit)),
            cancellationToken);
    }

    public Task RemoveTombstoneAsync(string id, CancellationToken cancellationToken)
    {
        const string Remove = "DELETE FROM tombstones WHERE id = $id";
        return database.WriteAsync(session => session.Execute(Remove, ("$id", id)), cancellationToken);
    }

    private Task<IReadOnlyList<StoredSubscription>> ListAsync(
        string list, string topicId, string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.All(list, ReadSubscription, ("$topic", topicId), ("$after", after ?? ""), ("$limit", limit)), cancellationToken);

    private static bool Bury(SqliteSession session, Tombstone tombstone)
    {
        const string Add = "INSERT INTO tombstones (id, body) VALUES ($id, $body)";
        return session.Execute(Add, ("$id", tombstone.Id), ("$body", JsonSerializer.Serialize(tombstone, StoredTopicsJson.Default.Tombstone))) == 1;
    }

    private static (string Name, object? Value)[] Columns(Subscription subscription) =>
    [
        ("$topic", subscription.TopicId), ("$name", subscription.Name), ("$push", subscription.Delivery is Delivery.Push ? 1 : 0),
        ("$body", JsonSerializer.Serialize(subscription, StoredTopicsJson.Default.Subscription)),
    ];

    private static string Write(Topic topic) => JsonSerializer.Serialize(topic, StoredTopicsJson.Default.Topic);

    private static StoredTopic ReadTopic(SqliteDataReader row) =>
        new(JsonSerializer.Deserialize(row.GetString(0), StoredTopicsJson.Default.Topic)!, row.GetString(1));

    private static StoredSubscription ReadSubscription(SqliteDataReader row) =>
        new(JsonSerializer.Deserialize(row.GetString(0), StoredTopicsJson.Default.Subscription)!, row.GetString(1));
}
