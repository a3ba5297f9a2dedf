using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Serverless.Core.Network;

/// <summary>
/// The one form in which hosts are compared. A name: ASCII by UTS #46 (nontransitional, as the WHATWG URL Standard maps
/// domains), in lower case, without the dot at its end. An address: its usual text without brackets; an IPv4 address
/// inside an IPv6 one is the address that it leads to.
/// </summary>
public static class CanonicalHost
{
    private const string Sample = "ПРИМЕР.bo\u0308sen";
    private const string CanonicalSample = "xn--e1afmkfd.xn--bsen-5qa";

    private static readonly IdnMapping Mapping = new();

    /// <summary>Whether this process maps names as UTS #46 says: the runtime needs ICU for it, and must not run in invariant mode.</summary>
    public static bool IsAvailable => Of(Sample) == CanonicalSample;

    /// <summary>The canonical form of a host in any spelling; null for a text that is none.</summary>
    /// <param name="host">A name in Unicode or ASCII, an IPv4 address, or an IPv6 address with or without brackets.</param>
    public static string? Of(string host)
    {
        if (host.Contains(':', StringComparison.Ordinal) || host.StartsWith('['))
        {
            var text = host is ['[', .. var inner, ']'] ? inner : host;
            return IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? Of(address) : null;
        }

        return AsciiOf(host)?.TrimEnd('.') is { Length: > 0 } name ? name : null;
    }

    /// <summary>The canonical form of an address.</summary>
    public static string Of(IPAddress address) => SpecialNetworks.Unwrap(address).ToString();

    private static string? AsciiOf(string name)
    {
        if (Ascii.IsValid(name))
        {
            return name.ToLowerInvariant();
        }

        try
        {
            return Mapping.GetAscii(name).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // An empty or overlong part, or characters that no domain has.
            return null;
        }
    }
}
