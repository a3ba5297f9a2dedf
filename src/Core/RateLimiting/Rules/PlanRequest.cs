using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>What a rule is to allow to callers of one plan.</summary>
public sealed record PlanRequest
{
    /// <summary>Permits per window; 0 to admit nobody. Not beside <c>unlimited</c>.</summary>
    [Range(0, RuleValidation.MaxRequests)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Requests { get; init; }

    /// <summary>Size of a token bucket, and of nothing else; null for as many as <c>requests</c>.</summary>
    [Range(1, RuleValidation.MaxRequests)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Burst { get; init; }

    /// <summary>True for callers whom the rule does not limit; null for false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Unlimited { get; init; }
}
