using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.WebConsole;

/// <summary>Answers in the console's place when the build had nothing to make it with: says what to install.</summary>
public sealed class ConsoleMissingResult : IResult, IStatusCodeHttpResult
{
    private const string Page =
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Serverless console</title>
        <h1>This build has no console</h1>
        <p>The console is built with Node.js, which was not installed where this application was built, or whose npm reached no registry.</p>
        <ol>
        <li>Install Node.js 20 or later with npm, from <a href="https://nodejs.org">nodejs.org</a> or your system's packages.</li>
        <li>Build the application again: <code>dotnet build</code></li>
        <li>Start it again and reload this page.</li>
        </ol>
        <p>Everything else works: all that the console does can be done over HTTP.</p>
        </html>
        """;

    public int? StatusCode => StatusCodes.Status503ServiceUnavailable;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        ConsoleHeaders.Write(httpContext.Response.Headers);
        httpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.Content(Page, "text/html; charset=utf-8", statusCode: StatusCode).ExecuteAsync(httpContext);
    }
}
