using System.Text.Json.Serialization;
using Serverless.Core.RateLimiting;

namespace Serverless.Functions.RateLimiting;

/// <summary>A rule as it is answered, and as it may be put back.</summary>
public sealed record RuleAnswer(
    string Id,
    string Api,
    string Op,
    string TimeUnit,
    long Requests,
    string Algorithm,
    string IdentifyBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Burst,
    string OnFailure,
    string Mode,
    bool Enabled)
{
    public static RuleAnswer Of(RateLimitRule rule) => new(
        rule.Id,
        rule.Api,
        rule.Op,
        EnumWords.Of(rule.TimeUnit),
        rule.Requests,
        EnumWords.Of(rule.Algorithm),
        IdentityWords.Of(rule),
        rule.Algorithm == RateLimitAlgorithm.TokenBucket ? rule.Burst : null,
        EnumWords.Of(rule.OnFailure),
        EnumWords.Of(rule.Mode),
        rule.Enabled);
}
