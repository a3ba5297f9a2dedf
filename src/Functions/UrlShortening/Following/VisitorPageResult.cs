using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Serverless.Core.UrlShortening;

namespace Serverless.Functions.UrlShortening.Following;

/// <summary>Shows people why a short link leads nowhere: one small page, in their language where it is one of a few, without scripts.</summary>
public sealed class VisitorPageResult(LinkStatus status, StringValues acceptLanguage) : IResult, IStatusCodeHttpResult
{
    private const string Style =
        ":root{color-scheme:light dark}body{font:1.125rem/1.6 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-content:center;"
        + "padding:1.5rem;box-sizing:border-box;background:#fff;color:#1f2328}main{max-width:34rem}h1{font-size:1.75rem;line-height:1.25;margin:0 0 .75rem}"
        + "p{margin:0}@media(prefers-color-scheme:dark){body{background:#16181d;color:#e6e8eb}}";

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public int? StatusCode => status switch
    {
        LinkStatus.Gone => StatusCodes.Status410Gone,
        LinkStatus.Blocked => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status404NotFound,
    };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var language = VisitorTexts.LanguageOf(acceptLanguage);
        var page = Encoding.UTF8.GetBytes(Page(language, VisitorTexts.Of(language, status)));
        var response = httpContext.Response;
        response.StatusCode = StatusCode!.Value;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = page.Length;
        Write(response.Headers, language);
        return response.Body.WriteAsync(page).AsTask();
    }

    private static void Write(IHeaderDictionary headers, string language)
    {
        headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        headers.ContentLanguage = language;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.Vary = "Accept, Accept-Language";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex";
    }

    private static string Page(string language, (string Title, string Advice) text) =>
        $"""
        <!doctype html>
        <html lang="{language}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{WebUtility.HtmlEncode(text.Title)}</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>
        <h1>{WebUtility.HtmlEncode(text.Title)}</h1>
        <p>{WebUtility.HtmlEncode(text.Advice)}</p>
        </main>
        </body>
        </html>
        """;
}
