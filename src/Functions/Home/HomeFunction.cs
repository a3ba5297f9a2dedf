using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Home;

/// <summary><c>GET /</c>: leads whoever opens the address in a browser to the console, and tells others what runs here.</summary>
[Tags("About")]
public sealed class HomeFunction(RequestPipeline pipeline)
{
    private static readonly Operation Home = new("home", null) { Parameters = null, LogsOnlyFaults = true };

    // The route matches the empty path alone: an optional segment that may have no character.
    [Function("Home")]
    [EndpointSummary("Shows what runs here")]
    [Responds(200, "A page for people.", MediaType = "text/html")]
    public Task<IResult> ShowAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{ignored:maxlength(0)?}")] HttpRequest request, string? ignored) =>
        pipeline.RunAsync(request, Home, context =>
        {
            context.Request.HttpContext.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
            return Task.FromResult<IResult>(TypedResults.Content(Page(context.Request), "text/html; charset=utf-8"));
        });

    private static string Page(HttpRequest request) =>
        $$"""
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Serverless</title>
        <h1>Serverless</h1>
        <p>A URL shortener, a rate limiter and a message queue run here. <a href="/api/console">Open the console</a>, or use them over HTTP with an API key:</p>
        <pre>curl -X POST {{HtmlEncoder.Default.Encode($"{request.Scheme}://{request.Host.ToUriComponent()}")}}/api/links -H "authorization: Bearer KEY" -H "content-type: application/json" -d '{"url":"https://example.com/"}'</pre>
        <p>Is it well? See <a href="/api/health/ready">/api/health/ready</a>.</p>
        </html>
        """;
}
