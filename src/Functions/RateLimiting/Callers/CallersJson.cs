using System.Text.Json.Serialization;
using Serverless.Core.RateLimiting.Callers;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Callers;

/// <summary>JSON of what is known of callers.</summary>
[JsonSerializable(typeof(CallerRequest))]
[JsonSerializable(typeof(CallerResponse))]
[JsonSerializable(typeof(Page<CallerResponse>))]
public sealed partial class CallersJson : JsonSerializerContext
{
    public static CallersJson Web { get; } = new(JsonRules.Create());
}
