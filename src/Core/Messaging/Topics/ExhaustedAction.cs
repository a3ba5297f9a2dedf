namespace Serverless.Core.Messaging.Topics;

/// <summary>What becomes of a message whose attempts are used up.</summary>
public enum ExhaustedAction
{
    DeadLetter,

    Drop,

    /// <summary>It is tried on, and later ones of its key wait; for ordered subscriptions only.</summary>
    Block,
}
