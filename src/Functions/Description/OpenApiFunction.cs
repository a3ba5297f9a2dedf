using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Description;

/// <summary><c>GET /api/openapi.json</c>: the description of the HTTP surface, made from the functions' attributes and checked in.</summary>
[Tags("About")]
public sealed class OpenApiFunction(RequestPipeline pipeline)
{
    private const string Resource = "Serverless.Functions.openapi.json";

    private static readonly Operation Describe = new("openapi", null);
    private static readonly Lazy<(byte[] Text, EntityTagHeaderValue Tag)> Document = new(Read);

    [Function("GetOpenApi")]
    [EndpointSummary("Describes this API (OpenAPI 3.1)")]
    [Responds(200, "This document.", typeof(Dictionary<string, object>), """{"openapi":"3.1.1"}""")]
    public Task<IResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/openapi.json")] HttpRequest request) =>
        pipeline.RunAsync(request, Describe, context =>
        {
            context.Request.HttpContext.Response.Headers.CacheControl = "no-cache";
            return Task.FromResult<IResult>(TypedResults.Bytes(Document.Value.Text, "application/json; charset=utf-8", entityTag: Document.Value.Tag));
        });

    private static (byte[] Text, EntityTagHeaderValue Tag) Read()
    {
        using var stream = typeof(OpenApiFunction).Assembly.GetManifestResourceStream(Resource)!;
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return (text, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(text))[..16]}\""));
    }
}
