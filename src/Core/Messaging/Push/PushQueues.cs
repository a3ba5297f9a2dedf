namespace Serverless.Core.Messaging.Push;

/// <summary>The queues of wake-ups: endpoints that keep us waiting have one of their own, so that they delay each other only.</summary>
public static class PushQueues
{
    public const string Normal = "push";

    /// <summary>For endpoints that failed or were slow, and for those that have not agreed yet.</summary>
    public const string Slow = "push-slow";
}
