using System.Text.Json.Serialization;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Functions.RateLimiting.Rules;

/// <summary>A rule as it is answered, and as it may be put back.</summary>
public sealed record RuleResponse(
    string Id,
    string Api,
    string Op,
    string TimeUnit,
    long Requests,
    string Algorithm,
    string IdentifyBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Burst,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, PlanRequest>? Plans,
    string OnFailure,
    string Mode,
    bool Enabled)
{
    public static RuleResponse Of(RateLimitRule rule) => new(
        rule.Id,
        rule.Api,
        rule.Op,
        EnumNames.Of(rule.TimeUnit),
        rule.Requests,
        EnumNames.Of(rule.Algorithm),
        IdentityNames.Of(rule),
        rule.Algorithm == RateLimitAlgorithm.TokenBucket ? rule.Burst : null,
        rule.Plans?.ToDictionary(plan => plan.Key, plan => PlanOf(plan.Value, rule.Algorithm), StringComparer.Ordinal),
        EnumNames.Of(rule.OnFailure),
        EnumNames.Of(rule.Mode),
        rule.Enabled);

    private static PlanRequest PlanOf(PlanLimit plan, RateLimitAlgorithm algorithm) => plan.Unlimited
        ? new PlanRequest { Unlimited = true }
        : new PlanRequest { Requests = plan.Requests, Burst = algorithm == RateLimitAlgorithm.TokenBucket && !plan.IsBlocked ? plan.Burst : null };
}
