using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary>A picture that the caller, and nobody in between, may keep for an hour.</summary>
public sealed class SvgResult(string svg) : IResult, IStatusCodeHttpResult
{
    private const string ContentType = "image/svg+xml";
    private const string CacheControl = "private, max-age=3600";

    public int? StatusCode => StatusCodes.Status200OK;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.CacheControl = CacheControl;
        return TypedResults.Text(svg, ContentType, System.Text.Encoding.UTF8).ExecuteAsync(httpContext);
    }
}
