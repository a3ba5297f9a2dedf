using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Tests.Description.Generator;

/// <summary>Describes problem documents: a schema for each type, and a response for each set of types that an operation may answer with one status.</summary>
internal static class ProblemDescriptions
{
    /// <summary>Name of the schema that all problems share.</summary>
    public const string Base = "Problem";

    private const string MediaType = "application/problem+json";

    private static readonly Dictionary<string, ProblemDetails> Samples =
        ProblemSamples.All.ToDictionary(problem => problem.Type!.Split(':', '#')[^1], StringComparer.Ordinal);

    /// <summary>The status that a problem of a type is answered with.</summary>
    /// <exception cref="KeyNotFoundException">There is no sample of the type.</exception>
    public static int StatusOf(string type) => Samples[type].Status!.Value;

    /// <summary>The response with one of some types, which all have the same status; described once in the document.</summary>
    public static IOpenApiResponse ResponseOf(IReadOnlyList<string> types, OpenApiDocument document)
    {
        var name = string.Join("-or-", types);
        if (document.Components?.Responses?.ContainsKey(name) != true)
        {
            document.AddComponent(name, Describe(types, document));
        }

        return new OpenApiResponseReference(name, document);
    }

    /// <summary>The response itself, to be added to.</summary>
    public static OpenApiResponse Describe(IReadOnlyList<string> types, OpenApiDocument document)
    {
        var schemas = types.Select(type => SchemaOf(type, document)).ToArray();
        return new OpenApiResponse
        {
            Description = string.Join(" Or: ", types.Select(type => Samples[type].Title)),
            Headers = HeaderDescriptions.OfProblem(StatusOf(types[0])),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [MediaType] = new()
                {
                    Schema = schemas is [var only] ? only : new OpenApiSchema { AnyOf = schemas },
                    Examples = types.ToDictionary(type => type, type => (IOpenApiExample)new OpenApiExample { Value = Write(Samples[type]) }),
                },
            },
        };
    }

    public static void DescribeBase(OpenApiSchema schema)
    {
        schema.Description = "What is wrong, and what to do about it (RFC 9457). Further fields depend on the type.";
        schema.Type = JsonSchemaType.Object;
        schema.AdditionalPropertiesAllowed = true;
        schema.AdditionalProperties = new OpenApiSchema();
        schema.Required = new HashSet<string> { "type", "title", "status", "detail" };
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("Names the problem, and never changes: compare this.", "uri"),
            ["title"] = Text("The problem in a few words."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
            ["detail"] = Text("What to do."),
            ["requestId"] = Text("The id of the request, as the header 'x-request-id' has it too."),
        };
    }

    private static OpenApiSchemaReference SchemaOf(string type, OpenApiDocument document)
    {
        var name = string.Concat(type.Split('-').Select(CultureInfo.InvariantCulture.TextInfo.ToTitleCase)) + Base;
        var schema = new OpenApiSchema { AllOf = [new OpenApiSchemaReference(Base, document), OwnSchema(type)] };
        document.AddComponent<IOpenApiSchema>(name, schema);
        return new OpenApiSchemaReference(name, document);
    }

    private static OpenApiSchema OwnSchema(string type)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema> { ["type"] = new OpenApiSchema { Const = Samples[type].Type } },
            Required = new HashSet<string>(Samples[type].Extensions.Keys),
        };
        foreach (var (name, value) in Samples[type].Extensions)
        {
            schema.Properties[name] = ExtensionOf(name, value);
        }

        return schema;
    }

    private static OpenApiSchema ExtensionOf(string name, object? value) => name switch
    {
        "errors" => new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "By field, what is wrong with it.",
            AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Text(null) },
        },
        "violated-policies" => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Text(null), Description = "The rules that denied." },
        "retryAfter" => new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Pattern = DurationConverter.Pattern },
        "resetAt" => Text(null, "date-time"),
        _ => value switch
        {
            JsonElement { ValueKind: JsonValueKind.True or JsonValueKind.False } => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            JsonElement { ValueKind: JsonValueKind.Number } or long => new OpenApiSchema { Type = JsonSchemaType.Integer },
            _ => Text(null),
        },
    };

    private static OpenApiSchema Text(string? description, string? format = null) => new() { Type = JsonSchemaType.String, Description = description, Format = format };

    private static JsonNode Write(ProblemDetails problem) => JsonSerializer.SerializeToNode(problem, RequestsJson.Web.ProblemDetails)!;
}
