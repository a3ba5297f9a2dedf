namespace Serverless.Core.Messaging.Publishing;

/// <summary>What became of a message.</summary>
public enum PublishStatus
{
    /// <summary>It is in the log, durably.</summary>
    Published,

    /// <summary>It was there already; the result names the first one.</summary>
    Duplicate,

    /// <summary>Too many wait in this process; it was not stored.</summary>
    Overloaded,

    /// <summary>The log did not answer; it may have been stored.</summary>
    Unavailable,

    /// <summary>Its topic was deleted; it was not stored.</summary>
    Gone,
}
