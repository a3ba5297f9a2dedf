using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Serverless.Core.Messaging.Topics;

/// <summary>A reader of a topic, which gets every message that was committed after it was created, at least once.</summary>
public sealed record Subscription
{
    public static readonly TimeSpan DefaultAckDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Generated; a subscription that is created again under the same name has another one.</summary>
    public required string Id { get; init; }

    public required string TopicId { get; init; }

    /// <summary>The topic's name.</summary>
    public required string Topic { get; init; }

    /// <summary>A name, see <see cref="ResourceName"/>; unique within the topic.</summary>
    public required string Name { get; init; }

    /// <summary>Names this state of it: each write of a client has another, and no change by the system has. Its id before the first change.</summary>
    [AllowNull]
    [JsonIgnore]
    public string Revision
    {
        get => StoredRevision ?? Id;
        init => StoredRevision = value;
    }

    /// <summary>What is stored of <see cref="Revision"/>: null before the first change.</summary>
    [JsonInclude]
    [JsonPropertyName("revision")]
    internal string? StoredRevision { get; init; }

    /// <summary>False until every stream has its cursor: nobody was told of the subscription yet, and nothing is delivered.</summary>
    public bool Active { get; init; }

    /// <summary>Whether it is being deleted, and not <see cref="Active"/> any more: its cursors are closed one after the other. Whoever meets it may finish that.</summary>
    public bool Deleting { get; init; }

    public Delivery Delivery { get; init; } = Delivery.Pull.Instance;

    /// <summary>How long a delivered message is leased, 10-600 s.</summary>
    public TimeSpan AckDeadline { get; init; } = DefaultAckDeadline;

    /// <summary>Whether a message waits until the earlier ones of its key are done; messages without a key count as one key.</summary>
    public bool Ordered { get; init; }

    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    public ExhaustedAction OnExhausted { get; init; } = ExhaustedAction.DeadLetter;

    /// <summary>Name of the topic that dead letters are published to; null for the subscription's own list.</summary>
    public string? DeadLetterTopic { get; init; }

    /// <summary>Which messages are delivered; the others count as acknowledged. Null for all.</summary>
    public MessageFilter? Filter { get; init; }

    public SubscriptionStart Start { get; init; } = SubscriptionStart.Latest;

    public bool Paused { get; init; }

    /// <summary>Why the system paused it, in words for its owner; null when its owner did.</summary>
    public string? PausedReason { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What becomes of a message whose attempts are used up.</summary>
public enum ExhaustedAction
{
    DeadLetter,

    Drop,

    /// <summary>It is tried on, and later ones of its key wait; for ordered subscriptions only.</summary>
    Block,
}

/// <summary>When a message that was not acknowledged is delivered again, and how often.</summary>
/// <param name="MinBackoff">Wait after the first failed attempt, doubled each time up to <paramref name="MaxBackoff"/>.</param>
/// <param name="MaxAttempts">Deliveries in all, 1-100.</param>
public sealed record RetryPolicy(TimeSpan MinBackoff, TimeSpan MaxBackoff, int MaxAttempts)
{
    public const int MostAttempts = 100;

    public static RetryPolicy Default { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), 10);
}
