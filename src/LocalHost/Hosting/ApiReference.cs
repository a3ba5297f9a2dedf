using Scalar.AspNetCore;

namespace Serverless.LocalHost.Hosting;

/// <summary>Shows the API description as pages to read and try, from this machine alone.</summary>
public static class ApiReference
{
    public const string Path = "/api/reference";

    private const string Document = "/api/openapi.json";

    /// <summary>Maps the pages; nothing that they load or send goes to another host than this one.</summary>
    public static IEndpointRouteBuilder MapApiReference(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapScalarApiReference(Path, options => options
            .WithTitle("Serverless: API reference")
            .WithOpenApiRoutePattern(Document)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideDeveloperTools()
            .AddPreferredSecuritySchemes(["bearer"])).Finally(AnswerHead);
        return endpoints;
    }

    // The server leaves out the body.
    private static void AnswerHead(EndpointBuilder endpoint)
    {
        for (var i = 0; i < endpoint.Metadata.Count; i++)
        {
            if (endpoint.Metadata[i] is IHttpMethodMetadata { HttpMethods: [var only] } && HttpMethods.IsGet(only))
            {
                endpoint.Metadata[i] = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
            }
        }
    }
}
