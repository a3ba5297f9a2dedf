namespace Serverless.Core.Storage;

/// <summary>
/// A store did not answer, or answered that it can't serve now. A write may or may not have been applied: read and
/// compare before trying again.
/// </summary>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException()
    {
    }

    /// <summary>When the store asked to be tried again, because it has too much to do; null where it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
