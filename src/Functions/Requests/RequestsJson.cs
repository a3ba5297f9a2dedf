using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Serverless.Functions.Requests;

/// <summary>JSON of what every feature answers with.</summary>
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
public sealed partial class RequestsJson : JsonSerializerContext
{
    public static RequestsJson Web { get; } = new(JsonRules.Create());
}
