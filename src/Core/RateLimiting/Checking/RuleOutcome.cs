namespace Serverless.Core.RateLimiting.Checking;

/// <summary>What one rule says of a check.</summary>
/// <param name="Counter">The rule as it holds for the caller's plan.</param>
/// <param name="Remaining">Permits that are left now.</param>
/// <param name="RetryAfter">When denied, how long until a check of the same cost would be admitted if nothing else happened; null when allowed, and when it never would be.</param>
/// <param name="ResetAfter">How long until <paramref name="Remaining"/> is back at the limit if nothing else happens.</param>
/// <param name="Degraded">Counted in this instance's memory, because the counters can't be reached.</param>
public sealed record RuleOutcome(RuleCounter Counter, bool Allowed, long Remaining, TimeSpan? RetryAfter, TimeSpan ResetAfter, bool Degraded)
{
    /// <summary>When that is, by the clock of the counter: of a fixed window the boundary itself, however long the answer took. Null where nothing has to come back, or nobody was asked.</summary>
    public DateTimeOffset? ResetAt { get; init; }

    public RateLimitRule Rule => Counter.Rule;

    /// <summary>Whether it denies and no wait would help.</summary>
    public bool NeverAdmits => !Allowed && RetryAfter is null;

    /// <summary>The quota: a token bucket's size, else the permits per window.</summary>
    public long Limit => Counter.Limit.Capacity;
}
