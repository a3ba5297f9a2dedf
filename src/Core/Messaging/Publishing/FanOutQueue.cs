namespace Serverless.Core.Messaging.Publishing;

/// <summary>The queue whose messages say that a stream got messages which the push subscriptions have to be woken for.</summary>
public static class FanOutQueue
{
    /// <summary>Its messages are texts of <see cref="FanOutMessage"/>.</summary>
    public const string Name = "fan-out";
}
