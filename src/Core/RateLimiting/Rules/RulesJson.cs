using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Core.RateLimiting.Callers;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Documents as every store and copy keeps them.</summary>
[JsonSerializable(typeof(RateLimitRule))]
[JsonSerializable(typeof(ApiDefinition))]
[JsonSerializable(typeof(CallerRecord))]
[JsonSerializable(typeof(RuleSnapshot))]
internal sealed partial class RulesJson : JsonSerializerContext
{
    public static RulesJson Compact { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Routes and addresses stay as short as they are: nothing of this becomes part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    });
}
