namespace Serverless.Core.Messaging.Topics;

/// <summary>What ends the keeping of a message.</summary>
public enum RetentionMode
{
    /// <summary>Every subscription has acknowledged it. Without a subscription it is kept up to the topic's age limit.</summary>
    UntilAcknowledged,

    /// <summary>A time since its commit, acknowledged or not.</summary>
    KeepFor,
}
