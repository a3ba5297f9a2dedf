using System.Net;
using System.Net.Sockets;

namespace Serverless.Core.Network;

/// <summary>
/// Tells public addresses from all others: the IANA special-purpose registries (RFC 6890 and its updates), multicast, and
/// the address at which Azure's platform answers its virtual machines.
/// </summary>
public static class SpecialNetworks
{
    private const int MappedOffset = 12;
    private const int SixToFourOffset = 2;
    private const int BitsPerByte = 8;
    private const int Ipv4Bits = 32;
    private const int MappedPrefix = 96;

    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    // All that IANA gives out as global unicast; the rest is special, reserved, or of this machine.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Whether the address can belong to a host of the public internet; an IPv4 address inside an IPv6 one counts as itself.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var actual = Unwrap(address);
        return (actual.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(actual))
            && !Array.Exists(Special, network => network.Contains(actual));
    }

    /// <summary>The same address in its one form: an IPv4 address that is mapped into IPv6 (RFC 4291) as itself. For who sends; where a request leads to, <see cref="Unwrap(IPAddress)"/> tells.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>A network in CIDR notation in the form of <see cref="Plain"/>: <c>::ffff:10.0.0.0/104</c> is <c>10.0.0.0/8</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static IPNetwork Parse(string text)
    {
        var network = IPNetwork.Parse(text);
        return network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= MappedPrefix
            ? new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - MappedPrefix)
            : network;
    }

    /// <summary>The IPv4 address that a mapped, translated (RFC 6052) or 6to4 (RFC 3056) address leads to; any other as it is.</summary>
    public static IPAddress Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6 || Translated.Contains(address))
        {
            return new IPAddress(address.GetAddressBytes().AsSpan(MappedOffset, 4));
        }

        return SixToFour.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(SixToFourOffset, 4)) : address;
    }

    /// <summary>The IPv4 network that a mapped, translated or 6to4 network leads to; any other as it is.</summary>
    public static IPNetwork Unwrap(IPNetwork network)
    {
        var wrapping = network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6
            ? SixToFour.Contains(network.BaseAddress) ? SixToFourOffset * BitsPerByte : MappedOffset * BitsPerByte
            : 0;
        var inner = Unwrap(network.BaseAddress);
        return inner.AddressFamily == AddressFamily.InterNetwork && wrapping > 0 && network.PrefixLength >= wrapping
            ? new IPNetwork(inner, Math.Min(network.PrefixLength - wrapping, Ipv4Bits))
            : network;
    }
}
