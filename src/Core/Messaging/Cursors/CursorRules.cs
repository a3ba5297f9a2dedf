using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>What of a subscription decides about delivery.</summary>
public sealed record CursorRules
{
    /// <summary>How long a lease lasts, 10-600 s.</summary>
    public TimeSpan AckDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>No message of a key is delivered before the earlier ones of that key are done; messages without a key count as one.</summary>
    public bool IsOrdered { get; init; }

    public TimeSpan MinBackoff { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Deliveries of a message, 1-100, before <see cref="OnExhausted"/> applies.</summary>
    public int MaxAttempts { get; init; } = 10;

    public ExhaustedAction OnExhausted { get; init; } = ExhaustedAction.DeadLetter;

    public static CursorRules Of(Subscription subscription) => new()
    {
        AckDeadline = subscription.AckDeadline,
        IsOrdered = subscription.Ordered,
        MinBackoff = subscription.Retry.MinBackoff,
        MaxBackoff = subscription.Retry.MaxBackoff,
        MaxAttempts = subscription.Retry.MaxAttempts,
        OnExhausted = subscription.OnExhausted,
    };
}
