namespace Serverless.Functions.RateLimiting.Counters;

/// <summary>What a caller has left of one rule.</summary>
/// <param name="Plan">The caller's, that of its record where none was named; null for none.</param>
/// <param name="Limit">Null, as the rest is, where the rule does not limit callers of the plan.</param>
/// <param name="RetryAfter">How long until one request would be admitted; null where one is, and where none ever will be.</param>
/// <param name="ResetAt">When all of the limit can be had again.</param>
public sealed record CounterResponse(string Rule, string? Plan, long? Limit, long? Remaining, TimeSpan? RetryAfter, DateTimeOffset? ResetAt);
