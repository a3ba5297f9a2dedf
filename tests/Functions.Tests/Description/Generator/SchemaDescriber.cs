using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Tests.Description.Generator;

/// <summary>Adds to schemas what serialization alone does not know.</summary>
internal sealed class SchemaDescriber : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        Describe(schema, context.JsonTypeInfo, context.JsonPropertyInfo);
        return Task.CompletedTask;
    }

    private static void Describe(OpenApiSchema schema, JsonTypeInfo type, JsonPropertyInfo? property)
    {
        var clr = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (clr == typeof(ProblemDetails))
        {
            ProblemDescriptions.DescribeBase(schema);
        }
        else if (clr == typeof(TimeSpan))
        {
            (schema.Type, schema.Format, schema.Pattern) = (TextOrNull(property), null, DurationConverter.Pattern);
        }
        else if (clr == typeof(DateTimeOffset))
        {
            (schema.Type, schema.Format) = (TextOrNull(property), "date-time");
        }
        else if (clr == typeof(IReadOnlyDictionary<string, AttributeCondition>))
        {
            schema.AdditionalProperties = Condition();
        }
        else if (clr.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
        }
        else if (type.Kind == JsonTypeInfoKind.Object)
        {
            DescribeObject(schema, type);
        }

        if (property is not null)
        {
            DescribeProperty(schema, property);
        }
    }

    private static void DescribeProperty(OpenApiSchema schema, JsonPropertyInfo property)
    {
        if (schema.Type is { } type && (IsLeftOutWhenNull(property) || Find<RequiredAttribute>(property) is not null))
        {
            schema.Type = type & ~JsonSchemaType.Null;
        }

        if (Find<AllowedValuesAttribute>(property) is { } allowed)
        {
            schema.Enum = [.. allowed.Values.Select(value => JsonSerializer.SerializeToNode(value)!)];
            if (schema.Type?.HasFlag(JsonSchemaType.Null) == true)
            {
                schema.Enum.Add(JsonNullSentinel.JsonNull);
            }
        }
    }

    // Records with positional parameters are answers: they say everything but what is left out when it is null, and may
    // say more one day. The others are requests, whose unknown fields are refused.
    private static void DescribeObject(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (type.Type.GetConstructor(Type.EmptyTypes) is not null)
        {
            return;
        }

        schema.AdditionalPropertiesAllowed = true;
        schema.Required = type.Properties.Where(property => !IsLeftOutWhenNull(property)).Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
    }

    private static OpenApiSchema Condition() => new()
    {
        AnyOf =
        [
            new OpenApiSchema { Type = JsonSchemaType.String, Description = "The attribute's value." },
            new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "Conditions of which one has to hold: texts, or objects as below.",
                Items = new OpenApiSchema(),
                MinItems = 1,
            },
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Conditions all of which have to hold.",
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["prefix"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What the value begins with." },
                    ["suffix"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What it ends with." },
                    ["exists"] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "Whether the message has the attribute." },
                    ["not"] = new OpenApiSchema { Description = "A condition, in any of these forms, that must not hold." },
                },
                AdditionalPropertiesAllowed = false,
            },
        ],
    };

    private static JsonSchemaType TextOrNull(JsonPropertyInfo? property) =>
        property is not null && Nullable.GetUnderlyingType(property.PropertyType) is not null ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;

    private static bool IsLeftOutWhenNull(JsonPropertyInfo property) =>
        Find<JsonIgnoreAttribute>(property) is { Condition: JsonIgnoreCondition.WhenWritingNull or JsonIgnoreCondition.WhenWritingDefault };

    private static T? Find<T>(JsonPropertyInfo property)
        where T : Attribute => property.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();
}
