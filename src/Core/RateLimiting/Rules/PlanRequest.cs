using System.ComponentModel.DataAnnotations;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>What a rule is to allow to callers of one plan.</summary>
public sealed record PlanRequest
{
    /// <summary>Permits per window; 0 to admit nobody. Not beside <c>unlimited</c>.</summary>
    [Range(0, RuleValidation.MaxRequests)]
    public long? Requests { get; init; }

    /// <summary>Size of a token bucket, and of nothing else; null for as many as <c>requests</c>.</summary>
    [Range(1, RuleValidation.MaxRequests)]
    public long? Burst { get; init; }

    /// <summary>True for callers whom the rule does not limit; null for false.</summary>
    public bool? Unlimited { get; init; }
}
