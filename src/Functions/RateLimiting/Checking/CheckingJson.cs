using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>JSON of checks and their answers.</summary>
[JsonSerializable(typeof(CheckRequest))]
[JsonSerializable(typeof(DecisionResponse))]
[JsonSerializable(typeof(QuotaExceeded))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(IReadOnlyList<DecisionResponse>))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(TimeSpan))]
[JsonSerializable(typeof(DateTimeOffset))]
public sealed partial class CheckingJson : JsonSerializerContext
{
    public static CheckingJson Web { get; } = new(JsonRules.Create());
}
