using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Messaging.Push;

/// <summary>What became of a leased message.</summary>
/// <param name="Outcome">Null when it was not sent, or when what came back counts as no attempt.</param>
/// <param name="Delay">How long a message without an outcome waits before it is sent again; null for not at all.</param>
public readonly record struct PushVerdict(PushMessage Message, DeliveryOutcome? Outcome, TimeSpan? Delay = null)
{
    public bool IsDelivered => Outcome is { IsDelivered: true };
}
