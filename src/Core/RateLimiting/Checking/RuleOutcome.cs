namespace Serverless.Core.RateLimiting.Checking;

/// <summary>What one rule says of a check.</summary>
/// <param name="Remaining">Permits that are left now.</param>
/// <param name="RetryAfter">When denied, how long until a check of the same cost would be admitted if nothing else happened; else null.</param>
/// <param name="ResetAfter">How long until <paramref name="Remaining"/> is back at the limit if nothing else happens.</param>
/// <param name="Degraded">Counted in this instance's memory, because the counters can't be reached.</param>
public sealed record RuleOutcome(RateLimitRule Rule, bool Allowed, long Remaining, TimeSpan? RetryAfter, TimeSpan ResetAfter, bool Degraded)
{
    /// <summary>The quota: a token bucket's size, else the permits per window.</summary>
    public long Limit => LimitOf(Rule);

    /// <inheritdoc cref="Limit"/>
    public static long LimitOf(RateLimitRule rule) => rule.Algorithm == RateLimitAlgorithm.TokenBucket ? rule.Burst : rule.Requests;
}
