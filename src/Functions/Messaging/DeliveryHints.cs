using Serverless.Core.Messaging.Topics;

namespace Serverless.Functions.Messaging;

/// <summary>Says of a subscription that is paused or pulled what its answers about deliveries mean; null where they mean what they say.</summary>
internal static class DeliveryHints
{
    /// <summary>When messages are delivered that are due now.</summary>
    public static string? OfRetry(Subscription subscription) => subscription switch
    {
        { Paused: true, Delivery: Delivery.Push } => Paused(subscription, "what is due is sent after it is resumed."),
        { Paused: true } => Paused(subscription, "what is due can be pulled after it is resumed."),
        { Delivery: Delivery.Pull } => "Consumers pull: what is due comes with their next pull. Nothing is sent to an endpoint.",
        _ => null,
    };

    /// <summary>Why there may be no attempts.</summary>
    public static string? OfAttempts(Subscription subscription) => subscription switch
    {
        { Delivery: Delivery.Pull } => "Consumers pull: nothing is sent to an endpoint. What is listed was sent while messages were pushed.",
        { Paused: true } => Paused(subscription, "nothing is sent until it is resumed."),
        _ => null,
    };

    private static string Paused(Subscription subscription, string consequence) =>
        $"The subscription is paused: {consequence}{(subscription.PausedReason is { } reason ? $" Why it is paused: {reason}" : "")}";
}
