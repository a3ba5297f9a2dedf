using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Serverless.Functions.Requests;

/// <summary>Names at the end of a route that may be any text.</summary>
internal static class RouteText
{
    private const string Scheme = "://";
    private const string Slash = "%2F";

    /// <summary>
    /// What follows so many segments in the path as it was sent, decoded once. A server decodes a path but for its slashes, so that
    /// afterwards an encoded slash looks like a percent sign that was encoded before 2F.
    /// </summary>
    /// <param name="routed">What routing made of it, for a server that does not keep what was sent.</param>
    public static string After(HttpRequest request, int segments, string routed)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var rest = target.AsSpan(0, target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? query : target.Length).TrimEnd('/');
        var authority = rest.IndexOf(Scheme, StringComparison.Ordinal);
        rest = authority < 0 ? rest : rest[(authority + Scheme.Length)..];
        // Before the first slash is nothing, or the authority.
        for (var i = 0; i <= segments && !rest.IsEmpty; i++)
        {
            var end = rest.IndexOf('/');
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return rest.IsEmpty ? routed.Replace(Slash, "/", StringComparison.OrdinalIgnoreCase) : Uri.UnescapeDataString(rest);
    }
}
