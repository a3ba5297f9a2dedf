namespace Serverless.Core.RateLimiting.Counting;

/// <summary>Keeps the counters of all identities. Each call is one round trip and atomic; calls are carried out in the order they are made.</summary>
public interface ICounterStore
{
    /// <summary>Takes permits from all of the counters, or from none, by the rules of <see cref="CounterState"/>.</summary>
    /// <returns>A reading for each counter, in order.</returns>
    /// <exception cref="CounterStoreUnavailableException">The counters can't be reached; whether anything was taken is unknown.</exception>
    /// <exception cref="CounterStoreFaultException">The store refuses what it was asked: a fault of the program.</exception>
    ValueTask<CounterReading[]> TakeAsync(CounterQuery query);

    /// <summary>Gives back, as far as it still counts.</summary>
    /// <inheritdoc cref="TakeAsync" path="/exception"/>
    ValueTask RefundAsync(CounterRefund refund);
}
