namespace Serverless.Core.RateLimiting;

/// <summary>How a check ended.</summary>
public enum RateLimitStatus
{
    Allowed,
    Denied,

    /// <summary>A rule that fails closed has no counters to ask: 503.</summary>
    Unavailable,

    /// <summary>The check can't be decided as it was asked: 400.</summary>
    Invalid,
}
