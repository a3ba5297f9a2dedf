using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Push;

/// <summary>The bounds of a turn.</summary>
public static class PushRules
{
    /// <summary>Wait of the wake-up that goes on where the store did not answer.</summary>
    public static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(15);

    /// <summary>Wait of the wake-up that goes on where a run has taken all the turns that it may.</summary>
    public static readonly TimeSpan AfterTurns = TimeSpan.FromSeconds(1);

    private const int MaxMessages = 64;
    private const int MaxMessagesOfSlow = 8;

    /// <summary>How many messages to lease next. A failing endpoint is tried with one: an outage is no reason to use up the attempts of all.</summary>
    /// <param name="left">What is left of the slice.</param>
    public static int Messages(Delivery.Push push, EndpointHealth health, DeliveryPace pace, TimeSpan left)
    {
        var most = health.Failures > 0 ? 1 : push.Slow ? MaxMessagesOfSlow : MaxMessages;
        return push.Batch ? most : Math.Min(most, pace.Fits(left));
    }
}
