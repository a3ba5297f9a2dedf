using System.ComponentModel.DataAnnotations;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Administration;

/// <summary>
/// A subscription to make or to change; null for the default. What only the system says is taken too, so that an answer can
/// be sent back as it came.
/// </summary>
public sealed record SubscriptionRequest
{
    /// <summary>Whether messages are pulled or pushed.</summary>
    public DeliveryRequest? Delivery { get; init; }

    /// <summary>How long a consumer may take for a message before it is delivered again, PT10S to PT600S; null for PT30S.</summary>
    public TimeSpan? AckDeadline { get; init; }

    /// <summary>Whether messages of one ordering key come one after another; null for false.</summary>
    public bool? Ordered { get; init; }

    /// <summary>How deliveries are repeated.</summary>
    public RetryRequest? Retry { get; init; }

    /// <summary>What becomes of a message after its last attempt; <c>block</c> is for ordered subscriptions. Null for <c>deadLetter</c>.</summary>
    [AllowedValues("deadLetter", "drop", "block")]
    public string? OnExhausted { get; init; }

    /// <summary>A topic that dead letters are published to; null for the subscription's own list.</summary>
    [RegularExpression(ResourceName.Pattern)]
    public string? DeadLetterTopic { get; init; }

    /// <summary>What the attributes of a message must be for it to be delivered, by their names: at most 20 conditions.</summary>
    public IReadOnlyDictionary<string, AttributeCondition>? Filter { get; init; }

    /// <summary><c>latest</c>, <c>earliest</c> or a time; null for <c>latest</c>. Heeded when the subscription is made.</summary>
    public string? Start { get; init; }

    /// <summary>Ignored.</summary>
    public bool? DeadLetterTopicMissing { get; init; }

    /// <summary>Whether nothing is delivered; null for false.</summary>
    public bool? Paused { get; init; }

    /// <summary>The name in the path, if given.</summary>
    public string? Name { get; init; }

    /// <summary>The topic in the path, if given.</summary>
    public string? Topic { get; init; }

    /// <summary>Ignored: the endpoint says so.</summary>
    public bool? Verified { get; init; }

    /// <summary>Ignored.</summary>
    public string? PausedReason { get; init; }

    /// <summary>Ignored.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The request that asks for a subscription as it is, its secret left out, which keeps it.</summary>
    public static SubscriptionRequest Of(Subscription subscription) => new()
    {
        Delivery = subscription.Delivery is Delivery.Push push
            ? new DeliveryRequest { Mode = SubscriptionRules.Push, Endpoint = push.Endpoint, Batch = push.Batch }
            : new DeliveryRequest { Mode = SubscriptionRules.Pull },
        AckDeadline = subscription.AckDeadline,
        Ordered = subscription.Ordered,
        Retry = new RetryRequest
        {
            MinBackoff = subscription.Retry.MinBackoff,
            MaxBackoff = subscription.Retry.MaxBackoff,
            MaxAttempts = subscription.Retry.MaxAttempts,
        },
        OnExhausted = SubscriptionRules.NameOf(subscription.OnExhausted),
        DeadLetterTopic = subscription.DeadLetterTopic,
        Filter = subscription.Filter?.Conditions,
        Start = subscription.Start.ToString(),
        Paused = subscription.Paused,
    };
}
