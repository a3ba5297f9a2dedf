using System.Text.Json.Serialization;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Functions.Messaging.Administration;

/// <summary>A subscription as it is answered; it may be sent back as it came, which keeps its secret.</summary>
/// <param name="DeadLetterTopicMissing">True where the topic for dead letters does not exist any more; else left out.</param>
/// <param name="Verified">Whether the endpoint has agreed; left out when messages are pulled.</param>
public sealed record SubscriptionResponse(
    string Name,
    string Topic,
    DeliveryResponse Delivery,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Verified,
    TimeSpan AckDeadline,
    bool Ordered,
    RetryResponse Retry,
    string OnExhausted,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DeadLetterTopic,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool DeadLetterTopicMissing,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, AttributeCondition>? Filter,
    string Start,
    bool Paused,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PausedReason,
    DateTimeOffset CreatedAt)
{
    public static SubscriptionResponse Of(Subscription subscription, bool deadLetterTopicMissing, string? newSecret = null) => new(
        subscription.Name,
        subscription.Topic,
        DeliveryResponse.Of(subscription.Delivery, newSecret),
        (subscription.Delivery as Delivery.Push)?.Verified,
        subscription.AckDeadline,
        subscription.Ordered,
        new RetryResponse(subscription.Retry.MinBackoff, subscription.Retry.MaxBackoff, subscription.Retry.MaxAttempts),
        SubscriptionRules.NameOf(subscription.OnExhausted),
        subscription.DeadLetterTopic,
        deadLetterTopicMissing,
        subscription.Filter?.Conditions,
        subscription.Start.ToString(),
        subscription.Paused,
        subscription.PausedReason,
        subscription.CreatedAt);
}

/// <summary>The repetition of deliveries as it is answered.</summary>
public sealed record RetryResponse(TimeSpan MinBackoff, TimeSpan MaxBackoff, int MaxAttempts);
