using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Serverless.Core.RateLimiting;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting;

/// <summary>JSON of the rate limiter.</summary>
[JsonSerializable(typeof(RuleRequest))]
[JsonSerializable(typeof(RuleAnswer))]
[JsonSerializable(typeof(Page<RuleAnswer>))]
[JsonSerializable(typeof(ApiRequest))]
[JsonSerializable(typeof(ApiAnswer))]
[JsonSerializable(typeof(Page<ApiAnswer>))]
[JsonSerializable(typeof(CheckRequest))]
[JsonSerializable(typeof(DecisionAnswer))]
[JsonSerializable(typeof(QuotaExceeded))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(IReadOnlyList<DecisionAnswer>))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(TimeSpan))]
[JsonSerializable(typeof(DateTimeOffset))]
public sealed partial class RateLimitsJson : JsonSerializerContext
{
    public static RateLimitsJson Web { get; } = new(JsonRules.Create());
}
