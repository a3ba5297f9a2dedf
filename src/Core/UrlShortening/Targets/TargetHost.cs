using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Serverless.Core.Network;

namespace Serverless.Core.UrlShortening.Targets;

/// <summary>
/// Reads the host of a target and refuses every spelling that clients disagree on: a host that looks harmless to one and
/// is an address to another could lead anywhere. "Ends in a number" is the rule of the WHATWG URL Standard, section 3.5.
/// </summary>
internal static class TargetHost
{
    private const int MaxLength = 253;
    private const int MaxLabelLength = 63;

    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create(LinkKey.Alphabet + "_-");
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>The host in the form of <see cref="CanonicalHost"/>; null and a reason when it is none.</summary>
    public static string? Parse(ReadOnlySpan<char> host, out string? refusal)
    {
        if (host.StartsWith('['))
        {
            return ParseIPv6(host, out refusal);
        }

        var lower = host.ToString().ToLowerInvariant();
        refusal = lower is "" or "." ? "has no host." : RefuseName(lower);
        return refusal is null ? lower.TrimEnd('.') : null;
    }

    private static string? RefuseName(string host)
    {
        var name = host.EndsWith('.') ? host[..^1] : host;
        if (name.Length > MaxLength)
        {
            return $"has a host of more than {MaxLength} characters.";
        }

        var labels = name.Split('.');
        if (EndsInNumber(labels[^1]))
        {
            return IsDottedDecimal(host) ? null : "has a numeric host that is no IPv4 address of four decimal numbers.";
        }

        foreach (var label in labels)
        {
            if (label.Length is 0 or > MaxLabelLength || label.AsSpan().ContainsAnyExcept(LabelCharacters))
            {
                return $"has a host whose parts between the dots are not all 1-{MaxLabelLength} letters, digits, '-' or '_'.";
            }
        }

        return null;
    }

    private static bool EndsInNumber(string label) =>
        (label.Length > 0 && label.All(char.IsAsciiDigit))
        || (label.StartsWith("0x", StringComparison.Ordinal) && !label.AsSpan(2).ContainsAnyExcept(HexDigits));

    // Comparing with the canonical form rules out leading zeros, which some clients read as octal.
    private static bool IsDottedDecimal(string host) =>
        IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == host;

    private static string? ParseIPv6(ReadOnlySpan<char> host, out string? refusal)
    {
        refusal = null;
        if (host is ['[', .. var text, ']']
            && !text.ContainsAny('%', '/')
            && IPAddress.TryParse(text, out var address)
            && address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return CanonicalHost.Of(address);
        }

        refusal = "has a host in brackets that is no IPv6 address.";
        return null;
    }
}
