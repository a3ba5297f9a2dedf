namespace Serverless.Core.RateLimiting;

/// <summary>The length of a rule's window.</summary>
public enum RateLimitUnit
{
    Second,
    Minute,
    Hour,
    Day,

    /// <summary>From Monday to Sunday, in UTC; for fixed windows alone.</summary>
    Week,

    /// <summary>A calendar month in UTC; for fixed windows alone.</summary>
    Month,
}
