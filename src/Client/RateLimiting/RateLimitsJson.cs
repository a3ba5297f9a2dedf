using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>JSON of rules, APIs, callers and checks.</summary>
[JsonSerializable(typeof(IReadOnlyCollection<RateLimitCheck>))]
[JsonSerializable(typeof(IReadOnlyList<RateLimitDecision>))]
[JsonSerializable(typeof(Page<RateLimitRule>))]
[JsonSerializable(typeof(Page<RateLimitApi>))]
[JsonSerializable(typeof(Page<RateLimitCallerRecord>))]
[JsonSerializable(typeof(RateLimitCounter))]
[JsonSerializable(typeof(RateLimitRefund))]
[JsonSerializable(typeof(RefundRequest))]
[JsonSerializable(typeof(RefundAnswer))]
internal sealed partial class RateLimitsJson : JsonSerializerContext
{
    public static RateLimitsJson Web { get; } = new(ClientJsonOptions.Create());
}
