using Microsoft.Extensions.Primitives;
using Serverless.Core;

namespace Serverless.LocalHost.Hosting;

/// <summary>Lets browsers of the configured origins call the API, which in Azure the platform does.</summary>
public static class Cors
{
    private const string Gateway = "/gateway";
    private const string Section = "Cors:Origins";

    private static readonly string[] ReadableHeaders = ["Location", "ETag", "x-request-id", "Retry-After", "RateLimit", "RateLimit-Policy"];

    public static void UseConfiguredCors(this WebApplication app)
    {
        var origins = ListSetting.Read(app.Configuration, Section).ToArray();
        if (origins.Length > 0)
        {
            // An API behind the gateway says itself who may call it.
            app.UseWhen(context => !context.Request.Path.StartsWithSegments(Gateway, StringComparison.OrdinalIgnoreCase), own => own
                .Use(RefuseUnrepeatable)
                .UseCors(policy => policy.WithOrigins(origins).AllowAnyHeader().AllowAnyMethod().WithExposedHeaders(ReadableHeaders)));
        }
    }

    // What is asked for is allowed by repeating it, and not all that may be read in a header may be written in one.
    private static Task RefuseUnrepeatable(HttpContext context, RequestDelegate next)
    {
        var headers = context.Request.Headers;
        if (IsRepeatable(headers.AccessControlRequestHeaders) && IsRepeatable(headers.AccessControlRequestMethod))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }

    private static bool IsRepeatable(StringValues values) => values.ToString().All(letter => letter is '\t' or (>= ' ' and <= '~'));
}
