using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Messaging.Push;

/// <summary>What became of a leased message.</summary>
/// <param name="Outcome">Null when it was not sent, or when what came back counts as no attempt.</param>
public readonly record struct PushVerdict(PushMessage Message, DeliveryOutcome? Outcome)
{
    public bool IsDelivered => Outcome is { IsDelivered: true };
}
