namespace Serverless.Core.RateLimiting;

/// <summary>How a rule counts.</summary>
public enum RateLimitAlgorithm
{
    /// <summary>Two fixed windows, the earlier one weighted by how much of it the sliding window still covers: small state, a small error.</summary>
    SlidingWindowCounter,

    /// <summary>A counter for each UTC-aligned window: up to twice the limit across a boundary.</summary>
    FixedWindow,

    /// <summary>The time of each admitted request: exact, with state that grows with the limit.</summary>
    SlidingWindowLog,

    /// <summary>A bucket of <see cref="RateLimitRule.Burst"/> tokens, refilled at <see cref="RateLimitRule.Requests"/> per time unit.</summary>
    TokenBucket,
}
