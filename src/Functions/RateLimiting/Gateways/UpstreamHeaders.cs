using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Serverless.Functions.RateLimiting.Gateways;

/// <summary>
/// Headers that are not passed on. Names are compared as servers do that hand headers over as variables: an underscore is a
/// hyphen to them.
/// </summary>
internal static class UpstreamHeaders
{
    /// <summary>Of the Functions host, and those by which a request asks some servers to take another path for its own.</summary>
    private static readonly FrozenSet<string> Never = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "X-Ms-Invocation-Id", "X-Original-For", "X-Original-Host", "X-Original-Proto", "X-Original-Url", "X-Original-Uri", "X-Rewrite-Url");

    /// <summary>By which proxies in front say who the client is. From anybody else they are claims.</summary>
    private static readonly FrozenSet<string> Claims = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Forwarded", "X-Real-Ip", "X-User-Id", "X-Client-Ip", "X-Cluster-Client-Ip", "True-Client-Ip", "Cf-Connecting-Ip", "Fastly-Client-Ip",
        "X-Azure-ClientIp", "X-Azure-SocketIp", "X-Remote-User", "Remote-User", "X-Auth-Request-User", "X-Client-Cert");

    private static readonly string[] ClaimFamilies = ["X-Forwarded-", "X-Ms-Client-Principal", "X-Arr-", "X-Envoy-"];

    /// <summary>Whether a request header stays here.</summary>
    /// <param name="isTrusted">Whether a trusted proxy sent it.</param>
    public static bool IsKept(string name, bool isTrusted)
    {
        var plain = name.Contains('_', StringComparison.Ordinal) ? name.Replace('_', '-') : name;
        return Never.Contains(plain) || ((!isTrusted || plain != name) && IsClaim(plain));
    }

    /// <summary>The headers that were for one connection alone (RFC 9110, section 7.6.1), by the values of its <c>Connection</c>.</summary>
    public static IEnumerable<string> NamedBy(IEnumerable<string?> connection) =>
        connection.SelectMany(value => value?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []);

    /// <summary>Takes away from an answer what would hold for the whole origin that the gateway shares with others.</summary>
    public static void Confine(IHeaderDictionary headers, bool isSandboxed)
    {
        headers.Remove("Service-Worker-Allowed");
        headers.Remove("Clear-Site-Data");
        if (isSandboxed)
        {
            // Beside the API's own policies: of several, each has to be met.
            headers.Append(HeaderNames.ContentSecurityPolicy, "sandbox");
        }
    }

    private static bool IsClaim(string name) =>
        Claims.Contains(name) || Array.Exists(ClaimFamilies, family => name.StartsWith(family, StringComparison.OrdinalIgnoreCase));
}
