using System.Globalization;

namespace Serverless.Core.UrlShortening.Targets;

/// <summary>
/// The parts of a target that decide whether it is accepted; the URL itself is kept byte for byte, so it must be one that
/// can be sent in a header as it is (RFC 3986: visible ASCII) and that every client takes to the same host.
/// </summary>
/// <param name="Host">In the form of <see cref="Network.CanonicalHost"/>.</param>
/// <param name="Port">1-65535; the scheme's own when the URL names none.</param>
public readonly record struct TargetUrl(string Host, int Port)
{
    /// <summary>In characters, which are bytes.</summary>
    public const int MaxLength = 8_192;

    private const string Http = "http://";
    private const string Https = "https://";

    /// <summary>Takes a URL apart; null and a reason when it can't be shortened.</summary>
    public static TargetUrl? Parse(string url, out string? refusal)
    {
        refusal = TargetUrlCharacters.Refuse(url);
        if (refusal is not null)
        {
            return null;
        }

        var secure = url.StartsWith(Https, StringComparison.OrdinalIgnoreCase);
        if (!secure && !url.StartsWith(Http, StringComparison.OrdinalIgnoreCase))
        {
            refusal = "must be absolute and begin with http:// or https://.";
            return null;
        }

        var authority = Authority(url.AsSpan(secure ? Https.Length : Http.Length), out var beforeQuery);
        if (authority.Contains('@'))
        {
            refusal = "must not carry a user name or password before the host.";
            return null;
        }

        if (beforeQuery.Contains('\\'))
        {
            refusal = "must not have a backslash before the query: some clients read it as a slash. Write %5C.";
            return null;
        }

        return ParseAuthority(authority, secure ? 443 : 80, out refusal);
    }

    private static ReadOnlySpan<char> Authority(ReadOnlySpan<char> rest, out ReadOnlySpan<char> beforeQuery)
    {
        var query = rest.IndexOfAny('?', '#');
        beforeQuery = query < 0 ? rest : rest[..query];
        var slash = beforeQuery.IndexOf('/');
        return slash < 0 ? beforeQuery : beforeQuery[..slash];
    }

    private static TargetUrl? ParseAuthority(ReadOnlySpan<char> authority, int defaultPort, out string? refusal)
    {
        var hostEnd = HostEnd(authority);
        var port = ParsePort(authority[hostEnd..], defaultPort);
        if (port is null)
        {
            refusal = "has a port that is no number from 1 to 65535.";
            return null;
        }

        var host = TargetHost.Parse(authority[..hostEnd], out refusal);
        return host is null ? null : new TargetUrl(host, port.Value);
    }

    private static int HostEnd(ReadOnlySpan<char> authority)
    {
        // The colons of an IPv6 address stand in brackets.
        var end = authority.StartsWith('[') ? authority.IndexOf(']') + 1 : authority.IndexOf(':');
        var isMissing = authority.StartsWith('[') ? end == 0 : end < 0;
        return isMissing ? authority.Length : end;
    }

    private static int? ParsePort(ReadOnlySpan<char> text, int defaultPort) => text switch
    {
        "" or ":" => defaultPort,
        [':', .. var digits] when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535 => port,
        _ => null,
    };
}
