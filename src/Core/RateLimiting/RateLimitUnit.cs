namespace Serverless.Core.RateLimiting;

/// <summary>The length of a rule's window.</summary>
public enum RateLimitUnit
{
    Second,
    Minute,
    Hour,
    Day,
}
