using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Serverless.Functions.Description;

namespace Serverless.Functions.Tests.Description.Generator;

/// <summary>Completes the bodies of requests and answers: lists instead of one, further media types, examples.</summary>
internal static class BodyDescriptions
{
    public static async Task DescribeAsync(
        OpenApiRequestBody body, IReadOnlyList<TakesAttribute> taken, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var first = body.Content![taken[0].MediaType];
        first.Example = Parse(taken[0].Example);
        if (taken[0].OrListOf is > 0 and var most)
        {
            first.Schema = OneOrMany(first.Schema!, most);
        }

        foreach (var further in taken.Skip(1))
        {
            var name = SchemaJson.NameOf(SchemaJson.InfoOf(further.Type))!;
            context.Document!.AddComponent<IOpenApiSchema>(name, await context.GetOrCreateSchemaAsync(further.Type, null, cancellationToken));
            var reference = new OpenApiSchemaReference(name, context.Document);
            body.Content[further.MediaType] = new OpenApiMediaType { Schema = further.IsList ? Many(reference, further.OrListOf) : reference, Example = Parse(further.Example) };
        }
    }

    public static void Describe(OpenApiResponse response, RespondsAttribute answer)
    {
        response.Description = answer.Description;
        response.Headers = HeaderDescriptions.Of(answer.Headers);
        if (answer.Type is null)
        {
            response.Content = answer.MediaType == "application/json"
                ? null
                : new Dictionary<string, OpenApiMediaType> { [answer.MediaType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } } };
            return;
        }

        var content = response.Content![answer.MediaType];
        content.Example = Parse(answer.Example!);
        if (answer.OrList)
        {
            content.Schema = OneOrMany(content.Schema!, null);
        }
    }

    private static OpenApiSchema OneOrMany(IOpenApiSchema one, int? most) => new() { AnyOf = [one, Many(one, most)] };

    private static OpenApiSchema Many(IOpenApiSchema one, int? most) => new() { Type = JsonSchemaType.Array, Items = one, MaxItems = most };

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;
}
