namespace Serverless.Core.RateLimiting.Counting;

/// <summary>The counter store answers, but with an error that no outage explains.</summary>
public sealed class CounterStoreFaultException : Exception
{
    public CounterStoreFaultException()
    {
    }

    public CounterStoreFaultException(string message)
        : base(message)
    {
    }

    public CounterStoreFaultException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
