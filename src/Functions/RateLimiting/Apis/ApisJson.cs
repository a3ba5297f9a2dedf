using System.Text.Json.Serialization;
using Serverless.Core.RateLimiting.Apis;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Apis;

/// <summary>JSON of APIs.</summary>
[JsonSerializable(typeof(ApiRequest))]
[JsonSerializable(typeof(ApiResponse))]
[JsonSerializable(typeof(Page<ApiResponse>))]
public sealed partial class ApisJson : JsonSerializerContext
{
    public static ApisJson Web { get; } = new(JsonRules.Create());
}
