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

    public IResult Of(LinkVisit visit) => visit.Target is { } target
        ? new RedirectResult((int)target.Redirect, target.Url, CacheControl(RedirectAge.Of(target, longest, time.GetUtcNow())))
        : new ProblemResult(LinkResponses.ProblemOf(visit.Status));

    private static string Cache(int seconds) => seconds == 0
        ? CacheControlHeaderValue.NoStoreString
        : string.Create(CultureInfo.InvariantCulture, $"public, max-age={seconds}");

    private string CacheControl(int seconds) => seconds == longestSeconds ? cacheForLongest : Cache(seconds);
}
