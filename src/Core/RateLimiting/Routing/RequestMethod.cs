using System.Collections.Frozen;

namespace Serverless.Core.RateLimiting.Routing;

/// <summary>
/// HTTP methods: tokens whose case matters (RFC 9110, section 9.1). Servers and clients read the standard ones without case
/// all the same, so that <c>get</c> is refused: it would be matched as one method and sent as another.
/// </summary>
public static class RequestMethod
{
    public const string Get = "GET";
    public const string Head = "HEAD";

    // The registry of HTTP methods that IANA keeps, and QUERY.
    private static readonly FrozenDictionary<string, string> Standard = new[]
    {
        "ACL", "BASELINE-CONTROL", "BIND", "CHECKIN", "CHECKOUT", "CONNECT", "COPY", "DELETE", "GET", "HEAD", "LABEL", "LINK", "LOCK",
        "MERGE", "MKACTIVITY", "MKCALENDAR", "MKCOL", "MKREDIRECTREF", "MKWORKSPACE", "MOVE", "OPTIONS", "ORDERPATCH", "PATCH", "POST",
        "PRI", "PROPFIND", "PROPPATCH", "PUT", "QUERY", "REBIND", "REPORT", "SEARCH", "TRACE", "UNBIND", "UNCHECKOUT", "UNLINK",
        "UNLOCK", "UPDATE", "UPDATEREDIRECTREF", "VERSION-CONTROL",
    }.ToFrozenDictionary(method => method, StringComparer.OrdinalIgnoreCase);

    /// <summary>The standard method that differs from this one in case alone; null when there is none, or it is this one.</summary>
    public static string? Meant(string method) => Standard.TryGetValue(method, out var standard) && standard != method ? standard : null;
}
