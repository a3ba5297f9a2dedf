using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Serverless.Core.UrlShortening;

namespace Serverless.Functions.UrlShortening;

/// <summary>Sends a client on to the stored URL, byte for byte.</summary>
/// <param name="maxAge">Seconds that the client may keep the answer; 0 for not at all.</param>
public sealed class RedirectResult(ShortLink link, int maxAge) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => (int)link.Redirect;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = (int)link.Redirect;
        response.Headers.Location = link.Url;
        response.Headers.CacheControl = maxAge == 0
            ? CacheControlHeaderValue.NoStoreString
            : string.Create(CultureInfo.InvariantCulture, $"public, max-age={maxAge}");
        response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
