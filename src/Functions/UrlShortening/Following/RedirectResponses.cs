using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Following;
using Serverless.Functions.Requests;
using Serverless.Functions.UrlShortening.Administration;

namespace Serverless.Functions.UrlShortening.Following;

/// <summary>Makes the answers to visitors; the header that nearly all of them carry is made once.</summary>
public sealed class RedirectResponses(IOptions<LinksOptions> options, TimeProvider time)
{
    private readonly TimeSpan longest = options.Value.MaxAge;
    private readonly int longestSeconds = (int)options.Value.MaxAge.TotalSeconds;
    private readonly string cacheForLongest = Cache((int)options.Value.MaxAge.TotalSeconds);

    public IResult Of(LinkVisit visit, in Visitor visitor, HttpRequest request)
    {
        if (visit.Target is { } target)
        {
            // A prefetch that was kept would hide the click that it may lead to.
            var seconds = visitor.IsPrefetch ? 0 : AgeOf(target, longest, time.GetUtcNow());
            return new RedirectResult((int)target.Redirect, target.UrlFor(request.QueryString.Value), CacheControl(seconds));
        }

        var wish = VisitorPreference.Of(request.Headers.Accept);
        return !wish.Json && ElsewhereOf(visit.Status) is { Length: > 0 } elsewhere
            ? new RedirectResult(StatusCodes.Status302Found, elsewhere, CacheControlHeaderValue.NoStoreString)
            : wish.Html
                ? new VisitorPageResult(visit.Status, request.Headers.AcceptLanguage)
                : new ProblemResult(LinkResponses.ProblemOf(visit.Status));
    }

    /// <summary>How long a client may keep a redirect, in whole seconds: at most <paramref name="longest"/>, never past the link's end, and not at all where every click must be seen.</summary>
    public static int AgeOf(LinkTarget link, TimeSpan longest, DateTimeOffset now)
    {
        if (link.Redirect == LinkRedirect.Temporary)
        {
            return 0;
        }

        var left = link.ExpiresAt - now;
        return (int)Math.Max(0, Math.Floor((left < longest ? left : longest).TotalSeconds));
    }

    private static string Cache(int seconds) => seconds == 0
        ? CacheControlHeaderValue.NoStoreString
        : string.Create(CultureInfo.InvariantCulture, $"public, max-age={seconds}");

    private string CacheControl(int seconds) => seconds == longestSeconds ? cacheForLongest : Cache(seconds);

    private string? ElsewhereOf(LinkStatus status) => status switch
    {
        LinkStatus.NotFound => options.Value.NotFoundUrl,
        LinkStatus.Gone => options.Value.GoneUrl,
        _ => null,
    };
}
