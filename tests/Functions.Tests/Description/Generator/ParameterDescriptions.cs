using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Tests.Description.Generator;

/// <summary>Describes what a function reads from its route, the query and headers.</summary>
internal static class ParameterDescriptions
{
    public static List<IOpenApiParameter> Of(FunctionOperation operation, IList<object> metadata)
    {
        var parameters = operation.Parameters().Select<(string Name, string RouteUpTo), IOpenApiParameter>(parameter => InPath(parameter.Name, parameter.RouteUpTo))
            .Concat(metadata.OfType<ParameterAttribute>().Select(Describe));
        if (metadata.OfType<TaggedAttribute>().Any())
        {
            parameters = parameters.Concat(
            [
                Condition("If-Match", "Only what has one of these tags; '*' for anything that is there. Otherwise 412."),
                Condition("If-None-Match", "Only what has none of these tags; '*' for nothing that is there. Otherwise 412, or 304 to a question."),
            ]);
        }

        return [.. metadata.OfType<PagedAttribute>().Any() ? parameters.Concat([Limit(), Continuation()]) : parameters];
    }

    private static OpenApiParameter InPath(string name, string route)
    {
        var (description, example, pattern) = PathParameters.Of(route);
        return new OpenApiParameter { Name = name, In = ParameterLocation.Path, Required = true, Description = description, Example = example, Schema = Text(pattern) };
    }

    private static OpenApiParameter Describe(ParameterAttribute parameter) => new OpenApiParameter
    {
        Name = parameter.Name,
        In = parameter.IsHeader ? ParameterLocation.Header : ParameterLocation.Query,
        Required = parameter.IsRequired,
        Description = parameter.Description,
        Example = parameter.Example,
        Schema = Text(parameter.Pattern, parameter.OneOf),
    };

    private static OpenApiParameter Condition(string name, string description) => new OpenApiParameter
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Example = ResponseHeaders.All[ResponseHeaders.ETag].Example,
        Schema = Text(null),
    };

    private static OpenApiParameter Limit() => new OpenApiParameter
    {
        Name = "limit",
        In = ParameterLocation.Query,
        Description = "How many items the page has at most.",
        Example = 10,
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Minimum = "1",
            Maximum = PageQuery.MaxLimit.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Default = PageQuery.DefaultLimit,
        },
    };

    private static OpenApiParameter Continuation() => new OpenApiParameter
    {
        Name = "continuation",
        In = ParameterLocation.Query,
        Description = "The 'continuation' that the page before came with; left out for the first page.",
        Schema = Text(null),
    };

    private static OpenApiSchema Text(string? pattern, params string[] values) => new()
    {
        Type = JsonSchemaType.String,
        Pattern = pattern,
        Enum = values.Length == 0 ? null : [.. values.Select(value => (JsonNode)value)],
    };
}
