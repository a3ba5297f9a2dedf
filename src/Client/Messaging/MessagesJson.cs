using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>JSON of topics, subscriptions and messages.</summary>
[JsonSerializable(typeof(TopicSettings))]
[JsonSerializable(typeof(Page<Topic>))]
[JsonSerializable(typeof(PublishBatch))]
[JsonSerializable(typeof(PublishAnswer))]
[JsonSerializable(typeof(SubscriptionSettings))]
[JsonSerializable(typeof(Page<Subscription>))]
[JsonSerializable(typeof(SubscriptionStats))]
[JsonSerializable(typeof(PullRequest))]
[JsonSerializable(typeof(PullAnswer))]
[JsonSerializable(typeof(SettleRequest))]
[JsonSerializable(typeof(SettleAnswer))]
[JsonSerializable(typeof(SeekRequest))]
[JsonSerializable(typeof(SeekAnswer))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(ReplayResult))]
[JsonSerializable(typeof(DiscardResult))]
[JsonSerializable(typeof(Page<DeadLetter>))]
[JsonSerializable(typeof(Page<ScheduledMessage>))]
[JsonSerializable(typeof(PeekRequest))]
[JsonSerializable(typeof(PeekResult))]
[JsonSerializable(typeof(RetryRequest))]
[JsonSerializable(typeof(RetryResult))]
[JsonSerializable(typeof(Page<DeliveryAttempt>))]
[JsonSerializable(typeof(AttributeFilter))]
internal sealed partial class MessagesJson : JsonSerializerContext
{
    public static MessagesJson Web { get; } = new(ClientJsonOptions.Create());
}
