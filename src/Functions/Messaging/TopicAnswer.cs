using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Functions.Messaging;

/// <summary>A topic as it is answered; it may be sent back as it came.</summary>
public sealed record TopicAnswer(string Name, int Shards, RetentionAnswer Retention, TimeSpan MaxAge, DateTimeOffset CreatedAt)
{
    public static TopicAnswer Of(Topic topic) => new(
        topic.Name,
        topic.Shards,
        new RetentionAnswer(
            topic.Retention.Mode == RetentionMode.KeepFor ? TopicRules.KeepFor : TopicRules.UntilAcknowledged, topic.Retention.Duration),
        topic.MaxAge,
        topic.CreatedAt);
}
