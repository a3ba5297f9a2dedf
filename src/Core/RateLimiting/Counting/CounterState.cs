namespace Serverless.Core.RateLimiting.Counting;

/// <summary>
/// What a rule has counted of one identity: the reference that every counter store is held to. Values, without a clock;
/// all but <see cref="Advance"/> and <see cref="Refund"/> speak of the moment that the state was last advanced to.
/// </summary>
/// <param name="Time">The moment that it was advanced to, in Unix microseconds.</param>
public abstract record CounterState(long Time)
{
    /// <summary>The counter of an identity that was never seen, or not for so long that it no longer matters.</summary>
    public static CounterState Start(in CounterLimit limit, long now) => limit.Algorithm switch
    {
        RateLimitAlgorithm.FixedWindow => new FixedWindow(now, 0),
        RateLimitAlgorithm.SlidingWindowLog => SlidingWindowLog.Empty(now),
        RateLimitAlgorithm.SlidingWindowCounter => new SlidingWindowCounter(now, 0, 0),
        RateLimitAlgorithm.TokenBucket => new TokenBucket(now, limit.Burst * limit.WindowTicks),
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit.Algorithm, "No such algorithm."),
    };

    /// <summary>The state at <paramref name="now"/>, or as it is if that is earlier: a counter's clock never runs backwards.</summary>
    public abstract CounterState Advance(in CounterLimit limit, long now);

    /// <summary>The permits that can be had now; a check is admitted if, and only if, it costs no more.</summary>
    public abstract long Available(in CounterLimit limit);

    /// <param name="cost">At most <see cref="Available"/>.</param>
    public abstract CounterState Take(in CounterLimit limit, long cost);

    /// <summary>The first microsecond at which that many permits can be had if nothing else happens.</summary>
    /// <param name="cost">More than <see cref="Available"/>, at most <see cref="CounterLimit.Capacity"/>.</param>
    public abstract long RetryAt(in CounterLimit limit, long cost);

    /// <summary>The first microsecond at which everything can be had again if nothing else happens; 0 when it can be had now.</summary>
    public abstract long ResetAt(in CounterLimit limit);

    /// <summary>Gives back what was taken, as far as it still counts: never beyond full, and nothing once the window that it was taken in is over.</summary>
    /// <param name="grant">Of 1 permit or more.</param>
    /// <returns>The state after that, and how many permits came back.</returns>
    public abstract (CounterState State, long Returned) Refund(in CounterLimit limit, Grant grant);
}
