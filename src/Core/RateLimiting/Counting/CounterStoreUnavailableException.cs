namespace Serverless.Core.RateLimiting.Counting;

/// <summary>The counters can't be reached.</summary>
public sealed class CounterStoreUnavailableException : Exception
{
    public CounterStoreUnavailableException()
    {
    }

    public CounterStoreUnavailableException(string message)
        : base(message)
    {
    }

    public CounterStoreUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
