using System.Text;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging;

/// <summary>Topics, subscriptions and messages that tests begin with.</summary>
public static class SampleMessages
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private static int ids;

    /// <summary>A topic with an id of its own, so that tests may share a store.</summary>
    public static Topic Topic(string name = "orders", int shards = 1) =>
        new() { Id = NewId(), Name = name, Shards = shards, CreatedAt = Start };

    public static Subscription Subscription(Topic topic, string name = "mail") =>
        new() { Id = NewId(), TopicId = topic.Id, Topic = topic.Name, Name = name, Active = true, CreatedAt = Start };

    public static Delivery.Push Push(string endpoint = "https://example.com/hook") =>
        new(endpoint, [new SigningSecret(SigningSecret.Prefix + Convert.ToBase64String(new byte[32]))]);

    public static NewMessage Message(string json = "{}", string? key = null, string? id = null, string? source = null) =>
        new(new MessageContent { Data = Encoding.UTF8.GetBytes(json), OrderingKey = key }, id, source);

    public static string Text(StoredMessage message) => Encoding.UTF8.GetString(message.Content.Data.Span);

    private static string NewId() => $"id{Interlocked.Increment(ref ids):x10}";
}
