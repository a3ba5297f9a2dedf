using System.Text.Json.Serialization;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Rules;

/// <summary>JSON of rules.</summary>
[JsonSerializable(typeof(RuleRequest))]
[JsonSerializable(typeof(RuleResponse))]
[JsonSerializable(typeof(Page<RuleResponse>))]
public sealed partial class RulesJson : JsonSerializerContext
{
    public static RulesJson Web { get; } = new(JsonRules.Create());
}
