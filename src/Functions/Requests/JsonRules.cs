using System.Text.Encodings.Web;
using System.Text.Json;

namespace Serverless.Functions.Requests;

/// <summary>The one way JSON is written and read at the HTTP surface: camelCase, UTC times and durations of ISO 8601.</summary>
public static class JsonRules
{
    public static JsonSerializerOptions Create() => new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // URLs stay readable; the answers are JSON documents, never parts of an HTML page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // A null is a field left out, and some fields may be: what is missing is found by each feature's own rules.
        RespectNullableAnnotations = false,
        RespectRequiredConstructorParameters = false,
        Converters = { new UtcTimeConverter(), new DurationConverter() },
    };
}
