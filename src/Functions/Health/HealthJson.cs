using System.Text.Json.Serialization;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Health;

/// <summary>JSON of the health answers.</summary>
[JsonSerializable(typeof(HealthResponse))]
public sealed partial class HealthJson : JsonSerializerContext
{
    public static HealthJson Web { get; } = new(JsonRules.Create());
}
