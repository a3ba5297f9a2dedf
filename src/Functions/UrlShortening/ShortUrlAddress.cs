using Microsoft.AspNetCore.Http;
using Serverless.Core;
using Serverless.Core.UrlShortening;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening;

/// <summary>What short URLs begin with, and the address that the request came to.</summary>
public sealed record ShortUrlAddress(string Base, Uri Request)
{
    /// <exception cref="RequestRefusedException">The request's Host header names no host.</exception>
    public static ShortUrlAddress Of(HttpRequest request, LinksOptions options)
    {
        if (!Uri.TryCreate($"{request.Scheme}://{request.Host.ToUriComponent()}", UriKind.Absolute, out var address))
        {
            throw new RequestRefusedException(FieldErrors.Of("host", "must name a host: it is a header of the request."));
        }

        var start = string.IsNullOrEmpty(options.BaseUrl) ? address.GetLeftPart(UriPartial.Authority) : options.BaseUrl.TrimEnd('/');
        return new ShortUrlAddress(start, address);
    }

    public string UrlOf(string key) => $"{Base}/{key}";
}
