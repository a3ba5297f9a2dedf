using System.Text.Json.Serialization;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Functions.Messaging.Administration;

/// <summary>A topic as it is answered; it may be sent back as it came.</summary>
public sealed record TopicResponse(string Name, int Shards, RetentionResponse Retention, TimeSpan MaxAge, DateTimeOffset CreatedAt)
{
    public static TopicResponse Of(Topic topic) => new(
        topic.Name,
        topic.Shards,
        new RetentionResponse(
            topic.Retention.Mode == RetentionMode.KeepFor ? TopicRules.KeepFor : TopicRules.UntilAcknowledged, topic.Retention.Duration),
        topic.MaxAge,
        topic.CreatedAt);
}

/// <summary>The keeping of messages as it is answered.</summary>
public sealed record RetentionResponse(
    string Mode, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TimeSpan? Duration);

/// <summary>A topic in a list.</summary>
/// <param name="Backlog">Messages that its subscriptions have not done, all together; left out unless asked for, and where too many subscriptions come before.</param>
/// <param name="OldestUnacknowledgedAge">Age of the oldest of them; left out when there are none.</param>
/// <param name="Subscriptions">How many it has; given with the backlog.</param>
public sealed record ListedTopicResponse(
    string Name,
    int Shards,
    RetentionResponse Retention,
    TimeSpan MaxAge,
    DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Backlog,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TimeSpan? OldestUnacknowledgedAge,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Subscriptions)
{
    public static ListedTopicResponse Of(Topic topic, TopicBacklog? backlog)
    {
        var plain = TopicResponse.Of(topic);
        return new(plain.Name, plain.Shards, plain.Retention, plain.MaxAge, plain.CreatedAt, backlog?.Backlog, backlog?.OldestAge, backlog?.Subscriptions);
    }
}
