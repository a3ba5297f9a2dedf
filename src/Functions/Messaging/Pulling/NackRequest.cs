using Serverless.Core;
using Serverless.Core.Messaging.Pulling;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary>Ack ids that come back with a nack.</summary>
public sealed record NackRequest : SettleRequest
{
    /// <summary>When the messages are delivered again, PT0S to PT12H; null for the subscription's backoff.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>False for messages that were not begun with: this delivery counts as no attempt, and without a <c>delay</c> they are delivered again at once. Null for true.</summary>
    public bool? CountAttempt { get; init; }

    protected override void CheckMore(FieldErrors errors) =>
        errors.Add("delay", Delay < TimeSpan.Zero || Delay > MessageSettler.LongestNackDelay ? "must be a duration from PT0S to PT12H." : null);
}
