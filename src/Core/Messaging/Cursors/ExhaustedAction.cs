namespace Serverless.Core.Messaging.Cursors;

/// <summary>What becomes of a message that failed as often as it may.</summary>
public enum ExhaustedAction
{
    /// <summary>It is published as a dead letter, then counts as done.</summary>
    DeadLetter,

    /// <summary>It counts as done.</summary>
    Drop,

    /// <summary>It is tried again at the longest backoff for as long as it takes, and holds its key up; for ordered subscriptions.</summary>
    Block,
}
