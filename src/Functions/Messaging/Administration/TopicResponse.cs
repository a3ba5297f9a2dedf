using System.Text.Json.Serialization;
using Serverless.Core.Messaging.Administration;
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
