using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.UrlShortening.Following;

/// <summary>Sends a client on to the stored URL, byte for byte.</summary>
public sealed class RedirectResult(int status, string location, string cacheControl) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.Headers.Location = location;
        response.Headers.CacheControl = cacheControl;
        response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
