using System.Globalization;
using System.Text.RegularExpressions;

namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>The shortener's rule written a second time, as patterns, so that no URL of the corpus is filed under the wrong verdict.</summary>
internal static partial class UrlRule
{
    private const string Octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private const string Dotted = $@"{Octet}\.{Octet}\.{Octet}\.{Octet}";
    private const string Group = "[0-9A-Fa-f]{1,4}";
    private const string Last32 = $"(?:{Group}:{Group}|{Dotted})";

    // RFC 3986, section 3.2.2, line by line.
    private const string ColonHex =
        $"(?:(?:{Group}:){{6}}{Last32}"
        + $"|::(?:{Group}:){{5}}{Last32}"
        + $"|(?:{Group})?::(?:{Group}:){{4}}{Last32}"
        + $"|(?:(?:{Group}:){{0,1}}{Group})?::(?:{Group}:){{3}}{Last32}"
        + $"|(?:(?:{Group}:){{0,2}}{Group})?::(?:{Group}:){{2}}{Last32}"
        + $"|(?:(?:{Group}:){{0,3}}{Group})?::{Group}:{Last32}"
        + $"|(?:(?:{Group}:){{0,4}}{Group})?::{Last32}"
        + $"|(?:(?:{Group}:){{0,5}}{Group})?::{Group}"
        + $"|(?:(?:{Group}:){{0,6}}{Group})?::)";

    [GeneratedRegex(@"\A(?=[!-~]*\z)[Hh][Tt][Tt][Pp][Ss]?://(?<host>\[[^]/?#\\@]*\]|[^][:/?#\\@]+)(?::(?<port>[0-9]*))?(?:/[^?#\\]*)?(?:\?[^#]*)?(?:#.*)?\z")]
    private static partial Regex Shape { get; }

    [GeneratedRegex(@"\A(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}\.?\z")]
    private static partial Regex Name { get; }

    [GeneratedRegex(@"(?:\A|\.)(?:[0-9]+|0[Xx][0-9A-Fa-f]*)\.?\z")]
    private static partial Regex EndsInANumber { get; }

    [GeneratedRegex($@"\A{Dotted}\z")]
    private static partial Regex IPv4 { get; }

    [GeneratedRegex($@"\A\[{ColonHex}\]\z")]
    private static partial Regex IPv6 { get; }

    public static bool Accepts(string url)
    {
        var match = Shape.Match(url);
        return url.Length <= AcceptedLengths.Longest && match.Success && IsHost(match.Groups["host"].Value) && IsPort(match.Groups["port"].Value);
    }

    private static bool IsHost(string host) =>
        host.StartsWith('[') ? IPv6.IsMatch(host)
        : EndsInANumber.IsMatch(host) ? IPv4.IsMatch(host)
        : host.Length <= 253 && Name.IsMatch(host);

    private static bool IsPort(string digits) =>
        digits.Length == 0 || (digits.TrimStart('0') is { Length: > 0 and < 6 } port && int.Parse(port, CultureInfo.InvariantCulture) < 65_536);
}
