using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Serverless.Core.RateLimiting.Apis;
using Serverless.Core.RateLimiting.Callers;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Functions.RateLimiting.Apis;
using Serverless.Functions.RateLimiting.Callers;
using Serverless.Functions.RateLimiting.Checking;
using Serverless.Functions.RateLimiting.Counters;
using Serverless.Functions.RateLimiting.Rules;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting;

/// <summary>JSON of the rate limiter.</summary>
[JsonSerializable(typeof(RuleRequest))]
[JsonSerializable(typeof(RuleResponse))]
[JsonSerializable(typeof(Page<RuleResponse>))]
[JsonSerializable(typeof(ApiRequest))]
[JsonSerializable(typeof(ApiResponse))]
[JsonSerializable(typeof(Page<ApiResponse>))]
[JsonSerializable(typeof(CallerRequest))]
[JsonSerializable(typeof(CallerResponse))]
[JsonSerializable(typeof(Page<CallerResponse>))]
[JsonSerializable(typeof(CounterResponse))]
[JsonSerializable(typeof(RefundRequest))]
[JsonSerializable(typeof(RefundResponse))]
[JsonSerializable(typeof(CheckRequest))]
[JsonSerializable(typeof(DecisionResponse))]
[JsonSerializable(typeof(QuotaExceeded))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(IReadOnlyList<DecisionResponse>))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(TimeSpan))]
[JsonSerializable(typeof(DateTimeOffset))]
public sealed partial class RateLimitsJson : JsonSerializerContext
{
    public static RateLimitsJson Web { get; } = new(JsonRules.Create());
}
