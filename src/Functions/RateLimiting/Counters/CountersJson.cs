using System.Text.Json.Serialization;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Counters;

/// <summary>JSON of counters and refunds.</summary>
[JsonSerializable(typeof(CounterResponse))]
[JsonSerializable(typeof(RefundRequest))]
[JsonSerializable(typeof(RefundResponse))]
public sealed partial class CountersJson : JsonSerializerContext
{
    public static CountersJson Web { get; } = new(JsonRules.Create());
}
