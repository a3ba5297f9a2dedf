using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Serverless.Core.RateLimiting.Callers;

/// <summary>A network, or one address as a network of its own. An IPv4 address that is mapped into IPv6 is that IPv4 address.</summary>
/// <param name="Bits">The address, of IPv4 in the lowest 32 bits.</param>
/// <param name="Length">How many bits of it are the network's.</param>
public readonly record struct CallerNetwork(bool IsIpv4, UInt128 Bits, int Length)
{
    private const int Ipv4Length = 32;
    private const int Ipv6Length = 128;
    private const int Ipv6Bytes = 16;

    /// <summary>Reads <c>203.0.113.7</c>, <c>203.0.113.0/24</c>, <c>2001:db8::/32</c>; addresses as <see cref="CallerAddress"/> reads them.</summary>
    public static bool TryParse(string text, out CallerNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/');
        if (CallerAddress.Parse(slash < 0 ? text : text[..slash]) is not { } address)
        {
            return false;
        }

        var whole = Of(address);
        if (slash < 0)
        {
            network = whole;
            return true;
        }

        if (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > whole.Length)
        {
            return false;
        }

        network = whole.Cut(length);
        return network.Bits == whole.Bits;
    }

    public static CallerNetwork Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[Ipv6Bytes];
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        plain.TryWriteBytes(bytes, out var written);
        return written == Ipv6Bytes
            ? new CallerNetwork(false, BinaryPrimitives.ReadUInt128BigEndian(bytes), Ipv6Length)
            : new CallerNetwork(true, BinaryPrimitives.ReadUInt32BigEndian(bytes), Ipv4Length);
    }

    /// <summary>The network of that many bits that it lies in.</summary>
    public CallerNetwork Cut(int length)
    {
        var free = (IsIpv4 ? Ipv4Length : Ipv6Length) - length;
        return this with { Bits = free == Ipv6Length ? 0 : Bits >> free << free, Length = length };
    }

    /// <summary>The usual notation; without a length where it is one address.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Ipv6Bytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
        var address = new IPAddress(IsIpv4 ? bytes[^4..] : bytes);
        return Length == (IsIpv4 ? Ipv4Length : Ipv6Length) ? address.ToString() : string.Create(CultureInfo.InvariantCulture, $"{address}/{Length}");
    }
}
