namespace Serverless.Core.RateLimiting.Counting;

/// <summary>What one counter says of a query. Times are microseconds.</summary>
/// <param name="Allowed">Whether this counter admits it; others may not.</param>
/// <param name="Taken">Permits that were taken here.</param>
/// <param name="Remaining">Permits left after that.</param>
/// <param name="RetryAfter">When not allowed, how long until it would be; -1 when allowed, or when it never would be.</param>
/// <param name="ResetAfter">How long until everything can be had again; 0 when it can.</param>
/// <param name="Time">When it was taken, by the counter's clock: what a refund names.</param>
public readonly record struct CounterAnswer(bool Allowed, long Taken, long Remaining, long RetryAfter, long ResetAfter, long Time)
{
    /// <summary>How long ago the counter's clock showed <see cref="Time"/>, where this is said later.</summary>
    public long Age { get; init; }

    /// <summary>When everything can be had again, by the counter's clock: Unix microseconds; 0 when it can.</summary>
    public long ResetAt => ResetAfter > 0 ? Time + Age + ResetAfter : 0;
}

/// <summary>Permits that one counter gave together.</summary>
/// <param name="Time">When, by the counter's clock, in Unix microseconds.</param>
public readonly record struct Grant(long Time, long Permits);
