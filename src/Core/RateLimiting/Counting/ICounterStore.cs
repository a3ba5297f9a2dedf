namespace Serverless.Core.RateLimiting.Counting;

/// <summary>Keeps the counters of all identities. Each call is one round trip and atomic; calls are carried out in the order they are made.</summary>
/// <remarks>
/// Every member throws <see cref="CounterStoreUnavailableException"/> when the counters can't be reached, and whether anything
/// was done is unknown; and <see cref="CounterStoreFaultException"/> when they refuse what they are asked: a fault of the program.
/// </remarks>
public interface ICounterStore
{
    /// <summary>Takes permits from all of the counters, or from none, by the rules of <see cref="CounterState"/>.</summary>
    /// <returns>An answer of each counter, in order.</returns>
    ValueTask<CounterAnswer[]> TakeAsync(CounterQuery query);

    /// <summary>Gives back, as far as it still counts.</summary>
    /// <param name="grants">One for each counter, in order; of no permits where nothing is given back.</param>
    /// <returns>How many permits each counter took back.</returns>
    ValueTask<long[]> RefundAsync(IdentityGroup group, IReadOnlyList<Grant> grants);

    /// <summary>Forgets what the counters have counted of the identity.</summary>
    ValueTask ResetAsync(IdentityGroup group);
}
