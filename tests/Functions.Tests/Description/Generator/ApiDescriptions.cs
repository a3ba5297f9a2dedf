using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Serverless.LocalHost.Triggers;

namespace Serverless.Functions.Tests.Description.Generator;

/// <summary>Makes the OpenAPI document of the functions from their attributes; the app serves a copy that is checked in.</summary>
internal static class ApiDescriptions
{
    /// <summary>How to make the copy anew, in the repository's folder.</summary>
    public const string Command = $"{Renew}=1 dotnet test --project tests/Functions.Tests --filter-class Serverless.Functions.Tests.Description.OpenApiDocumentTests";

    /// <summary>The copy that the app serves.</summary>
    public const string File = "src/Functions/Description/openapi.json";

    /// <summary>The environment variable that makes the test write the copy before it compares.</summary>
    public const string Renew = "SERVERLESS_RENEW_OPENAPI";

    private const string Name = "serverless";

    /// <summary>The document as JSON, the same every time.</summary>
    public static async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        await using var app = Build();
        var document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync(cancellationToken);
        var json = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken);
        return json.ReplaceLineEndings("\n") + "\n";
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Serverless" });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        builder.Services.Configure<JsonOptions>(json => SchemaJson.Configure(json.SerializerOptions));
        builder.Services.AddSingleton(FunctionCatalog.Of(typeof(ServerlessServices).Assembly));
        builder.Services.AddSingleton<IApiDescriptionProvider, FunctionApiDescriptions>();
        builder.Services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = SchemaJson.NameOf;
            options.AddSchemaTransformer<SchemaDescriber>();
            options.AddOperationTransformer<OperationDescriber>();
            options.AddDocumentTransformer<DocumentDescriber>();
        });
        return builder.Build();
    }
}
