using System.Net;
using System.Net.Sockets;

namespace Serverless.Core.RateLimiting;

/// <summary>What counts as one address: an IPv4 address, mapped or not, or the /64 of an IPv6 address, which one customer has whole.</summary>
internal static class CallerAddress
{
    private const int Ipv6Length = 16;
    private const int SubnetLength = 8;

    /// <summary>Whether the text is an address, see <see cref="Parse"/>.</summary>
    public static bool TryIdentify(string text, out CallerIdentity identity)
    {
        var address = Parse(text);
        identity = address is null ? default : Identify(address);
        return address is not null;
    }

    /// <summary>An address in its usual notation: no port, no octal or shortened IPv4; a mapped IPv4 address as what it is. Null for anything else.</summary>
    public static IPAddress? Parse(string text)
    {
        if (text.StartsWith('[') || !IPAddress.TryParse(text, out var address))
        {
            return null;
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return string.Equals(address.ToString(), text, StringComparison.Ordinal) ? address : null;
        }

        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    private static CallerIdentity Identify(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[Ipv6Length];
        address.TryWriteBytes(bytes, out var length);
        return IdentityHash.Of(IdentityKind.Ip, bytes[..(length == Ipv6Length ? SubnetLength : length)]);
    }
}
