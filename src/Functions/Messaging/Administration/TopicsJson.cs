using System.Text.Json.Serialization;
using Serverless.Core.Messaging.Administration;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Administration;

/// <summary>JSON of topics and subscriptions.</summary>
[JsonSerializable(typeof(TopicRequest))]
[JsonSerializable(typeof(TopicResponse))]
[JsonSerializable(typeof(Page<ListedTopicResponse>))]
[JsonSerializable(typeof(SubscriptionRequest))]
[JsonSerializable(typeof(SubscriptionResponse))]
[JsonSerializable(typeof(Page<SubscriptionResponse>))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
[JsonSerializable(typeof(int))]
public sealed partial class TopicsJson : JsonSerializerContext
{
    public static TopicsJson Web { get; } = new(JsonRules.Create());
}
