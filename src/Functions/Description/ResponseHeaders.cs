using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;
using Serverless.Functions.RateLimiting.Checking;

namespace Serverless.Functions.Description;

/// <summary>What the headers of answers mean.</summary>
public static class ResponseHeaders
{
    public const string Location = "Location";
    public const string ETag = "ETag";
    public const string CacheControl = "Cache-Control";

    /// <summary>Description and example of each header by its name.</summary>
    public static FrozenDictionary<string, (string Description, string Example)> All { get; } = new Dictionary<string, (string, string)>
    {
        [Location] = ("Where it is: the address of what was made, or where a short link leads.", "/api/links/Ab3dEf7h"),
        [ETag] = ("Names the state that is answered: it changes with every change by a client. To be sent in 'If-Match', or 'If-None-Match'.", "\"r-3fJ5kQ0c1xWmZb2T\""),
        [CacheControl] = ("How long the answer may be kept.", "public, max-age=3600"),
        [RateLimitHeaders.Policy] = (
            "The rules that were asked (draft-ietf-httpapi-ratelimit-headers): by rule, its quota 'q' and the window 'w' in seconds. Absent where none was.",
            "\"shop-orders\";q=60;w=60"),
        [RateLimitHeaders.Limit] = (
            "By rule, what remains ('r') and the seconds ('t') until the quota is whole again or, where the rule denied, until it admits again. Absent where no rule was asked.",
            "\"shop-orders\";r=59;t=60"),
        [HeaderNames.RetryAfter] = ("Seconds to wait before the next request.", "17"),
        [HeaderNames.WWWAuthenticate] = ("How to authenticate.", "Bearer"),
    }.ToFrozenDictionary();
}
