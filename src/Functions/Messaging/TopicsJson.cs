using System.Text.Json.Serialization;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging;

/// <summary>JSON of topics, subscriptions and publishing.</summary>
[JsonSerializable(typeof(TopicRequest))]
[JsonSerializable(typeof(TopicAnswer))]
[JsonSerializable(typeof(Page<TopicAnswer>))]
[JsonSerializable(typeof(SubscriptionRequest))]
[JsonSerializable(typeof(SubscriptionAnswer))]
[JsonSerializable(typeof(Page<SubscriptionAnswer>))]
[JsonSerializable(typeof(PublishAnswer))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
public sealed partial class TopicsJson : JsonSerializerContext
{
    public static TopicsJson Web { get; } = new(JsonRules.Create());
}
