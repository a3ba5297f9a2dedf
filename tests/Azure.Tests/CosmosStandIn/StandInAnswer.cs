using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Serverless.Azure.Tests.CosmosStandIn;

/// <summary>What the gateway answers.</summary>
internal sealed record StandInAnswer(HttpStatusCode Status)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public byte[] Body { get; init; } = [];

    public string ContentType { get; init; } = "application/json";

    public Dictionary<string, string> Headers { get; init; } = new(StringComparer.OrdinalIgnoreCase) { ["x-ms-request-charge"] = "1" };

    public static StandInAnswer Json(HttpStatusCode status, JsonNode body) => new(status) { Body = Bytes(body) };

    public static StandInAnswer Refused(HttpStatusCode status, string message, int substatus = 0)
    {
        var answer = Json(status, new JsonObject { ["code"] = status.ToString(), ["message"] = message });
        return substatus == 0 ? answer : answer.With("x-ms-substatus", $"{substatus}");
    }

    public static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Plain);

    public StandInAnswer With(string header, string value)
    {
        Headers[header] = value;
        return this;
    }
}
