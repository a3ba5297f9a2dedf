using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Serverless.Core.UrlShortening.Following;

namespace Serverless.Functions.UrlShortening.Following;

/// <summary>Reads from a request who follows a link.</summary>
public static class VisitorHeaders
{
    private const string Prefetch = "prefetch";
    private const string Preview = "preview";

    // Sec-Purpose is the standard (Fetch); the others are what Chromium, Safari and Firefox sent before it.
    private static readonly string[] Purposes = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];

    public static Visitor Read(HttpRequest request) => new(
        request.Headers.Referer, request.Headers.UserAgent, IsPrefetch(request.Headers), HttpMethods.IsGet(request.Method));

    private static bool IsPrefetch(IHeaderDictionary headers)
    {
        foreach (var name in Purposes)
        {
            if (headers.TryGetValue(name, out var purpose) && SaysSo(purpose))
            {
                return true;
            }
        }

        return false;
    }

    // "prefetch;prerender" and the like: what follows the semicolon are parameters.
    private static bool SaysSo(StringValues purpose) =>
        purpose.ToString() is var text
        && (text.Contains(Prefetch, StringComparison.OrdinalIgnoreCase) || text.Contains(Preview, StringComparison.OrdinalIgnoreCase));
}
