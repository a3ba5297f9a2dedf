using System.Text.Json.Serialization;
using Serverless.Client.Http;

namespace Serverless.Client.Messaging;

/// <summary>What a subscription is to be like; null for the service's default, or in a change for as it is.</summary>
public record SubscriptionSettings
{
    /// <summary>How messages reach the subscriber.</summary>
    public Delivery? Delivery { get; init; }

    /// <summary>How long a consumer has a message before it is delivered again, 10-600 seconds; null for 30.</summary>
    public TimeSpan? AckDeadline { get; init; }

    /// <summary>Whether messages of one ordering key come one after the other; null for false.</summary>
    public bool? Ordered { get; init; }

    /// <summary>How often and when a failed message comes again.</summary>
    public RedeliveryPolicy? Retry { get; init; }

    /// <summary>What becomes of a message after its last attempt; null for the dead letters.</summary>
    public ExhaustedAction? OnExhausted { get; init; }

    /// <summary>The topic that takes the dead letters; null for the subscription's own list.</summary>
    public string? DeadLetterTopic { get; init; }

    /// <summary>What attributes a message must have; null for any.</summary>
    public IReadOnlyDictionary<string, AttributeFilter>? Filter { get; init; }

    /// <summary><c>latest</c>, <c>earliest</c> or a time; used when the subscription is made. Null for latest.</summary>
    public string? Start { get; init; }

    /// <summary>Whether nothing is delivered for now; null for false.</summary>
    public bool? Paused { get; init; }
}

/// <summary>How often and after what waits a message is delivered again; null for the service's default.</summary>
public sealed record RedeliveryPolicy
{
    /// <summary>The bound of the first wait.</summary>
    public TimeSpan? MinBackoff { get; init; }

    /// <summary>The bound of the longest wait.</summary>
    public TimeSpan? MaxBackoff { get; init; }

    /// <summary>Deliveries in all.</summary>
    public int? MaxAttempts { get; init; }
}

/// <summary>What becomes of a message after its last attempt.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ExhaustedAction>))]
public enum ExhaustedAction
{
    /// <summary>It goes to the dead letters.</summary>
    DeadLetter,

    /// <summary>It is dropped.</summary>
    Drop,

    /// <summary>It is tried on and on.</summary>
    Block,
}
