using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Serverless.Functions.Tests.Documents;

namespace Serverless.Functions.Tests.Description;

/// <summary>The checked-in document as a judge of answers.</summary>
internal static class DescribedApi
{
    private static readonly EvaluationOptions Strict = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    public static JsonElement Root { get; } = JsonDocument.Parse(Repository.Read("src/Functions/Description/openapi.json")).RootElement;

    public static IReadOnlyList<DescribedOperation> Operations { get; } =
    [
        .. from path in Root.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           select new DescribedOperation(operation.Name.ToUpperInvariant(), path.Name, operation.Value),
    ];

    private static readonly Lazy<JsonObject> Definitions = new(CloseAnswers);

    /// <summary>Paths without parameters come before those that have some, as in routing.</summary>
    public static DescribedOperation Find(string method, string path) =>
        Operations.Where(operation => operation.Serves(method, path)).MinBy(operation => operation.Path.Count(c => c == '{'))
        ?? throw new InvalidOperationException($"{method} {path} is not described.");

    /// <summary>Why an answer is none of those that its operation describes; null when it is one.</summary>
    public static string? Refuse(DescribedOperation operation, int status, string? mediaType, ReadOnlyMemory<byte> body)
    {
        var described = operation.Responses.Where(response => response.Name == status.ToString(System.Globalization.CultureInfo.InvariantCulture)).Select(response => Resolve(response.Value)).ToArray();
        if (described is not [var response])
        {
            return $"{operation.Id} describes no answer with status {status}.";
        }

        if (body.IsEmpty || operation.Method == "HEAD")
        {
            return null;
        }

        if (!response.TryGetProperty("content", out var content) || (!content.TryGetProperty(mediaType ?? "", out var media) && !content.TryGetProperty("*/*", out media)))
        {
            return $"{operation.Id} describes no answer of type {mediaType} with status {status}.";
        }

        return mediaType?.EndsWith("json", StringComparison.Ordinal) == true ? Refuse(media.GetProperty("schema"), body) : null;
    }

    /// <summary>Why JSON does not match a schema of the document; null when it does.</summary>
    public static string? Refuse(JsonElement schema, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var text = new JsonObject { ["allOf"] = new JsonArray(Local(schema)), ["$defs"] = Definitions.Value.DeepClone() };
        var result = JsonSchema.FromText(text.ToJsonString(), new BuildOptions { SchemaRegistry = new SchemaRegistry() }).Evaluate(document.RootElement, Strict);
        return result.IsValid
            ? null
            : string.Join('\n', result.Details!.Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Values.Select(error => $"{detail.InstanceLocation}: {error}")).Append(document.RootElement.ToString()));
    }

    private static JsonElement Resolve(JsonElement response) => response.TryGetProperty("$ref", out var reference)
        ? Root.GetProperty("components").GetProperty("responses").GetProperty(reference.GetString()!.Split('/')[^1])
        : response;

    private static JsonNode Local(JsonElement schema) => JsonNode.Parse(schema.GetRawText().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal))!;

    // Clients must bear new fields, but every field of an answer is to be described: here unknown ones are refused.
    private static JsonObject CloseAnswers()
    {
        var definitions = Local(Root.GetProperty("components").GetProperty("schemas")).AsObject();
        foreach (var (name, schema) in definitions)
        {
            if (schema!["properties"] is not null && schema["additionalProperties"] is null && name is not ("Problem" or "CloudEvent"))
            {
                schema["additionalProperties"] = false;
            }
        }

        return definitions;
    }
}
