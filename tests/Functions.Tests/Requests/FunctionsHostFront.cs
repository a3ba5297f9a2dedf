using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Tests.Requests;

/// <summary>Does to each request what the Functions host and the worker's middleware do before the application sees it.</summary>
internal sealed class FunctionsHostFront : IStartupFilter
{
    /// <summary>The trace of the host itself, which it puts into every request.</summary>
    public const string OwnTrace = "00-11111111111111111111111111111111-2222222222222222-00";

    public static readonly string[] Added = ["x-ms-invocation-id", "x-original-for", "x-original-host", "x-original-proto"];

    private static readonly string[] Taken = ["Connection", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"];

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(PassOnAsync);
        next(app);
    };

    private static Task PassOnAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Request.Headers;
        ForwardingHeaders.Keep(context, JsonSerializer.Serialize(headers.ToDictionary(header => header.Key, header => header.Value.ToString())));
        foreach (var name in Taken)
        {
            headers.Remove(name);
        }

        foreach (var name in Added)
        {
            headers[name] = "of-the-host";
        }

        headers.TraceParent = OwnTrace;
        headers.Remove("tracestate");
        return next(context);
    }
}
