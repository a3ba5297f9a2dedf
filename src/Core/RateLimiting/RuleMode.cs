namespace Serverless.Core.RateLimiting;

/// <summary>Whether a rule's verdict has an effect.</summary>
public enum RuleMode
{
    Enforce,

    /// <summary>Counts and is measured, but denies nobody.</summary>
    DryRun,
}
