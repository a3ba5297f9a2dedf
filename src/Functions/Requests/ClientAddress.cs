using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Serverless.Core.Network;

namespace Serverless.Functions.Requests;

/// <summary>
/// Finds the address that a request comes from: the connection's, or, while that is a trusted proxy's, the one that this
/// proxy was connected to from, which it wrote last into the forwarded chain.
/// </summary>
public sealed class ClientAddress(TrustedProxies proxies)
{
    private const int Ipv4Dots = 3;

    /// <summary>Whether the connection is a trusted proxy's, so that what it says of the client holds.</summary>
    public bool IsFromTrustedProxy(HttpContext context) => context.Connection.RemoteIpAddress is { } peer && proxies.Contains(peer);

    /// <summary>The client's address; null when the connection has none. What is no address ends the chain before it.</summary>
    public IPAddress? Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null || !proxies.Contains(address))
        {
            return Plain(address);
        }

        var chain = ForwardingHeaders.Get(context, ForwardingHeaders.For);
        for (var i = chain.Count - 1; i >= 0; i--)
        {
            var rest = chain[i].AsSpan();
            while (!rest.IsEmpty)
            {
                var comma = rest.LastIndexOf(',');
                if (Parse(rest[(comma + 1)..].Trim()) is not { } before)
                {
                    return Plain(address);
                }

                address = before;
                if (!proxies.Contains(address))
                {
                    return Plain(address);
                }

                rest = comma < 0 ? [] : rest[..comma];
            }
        }

        return Plain(address);
    }

    // 203.0.113.7, 203.0.113.7:1234, 2001:db8::1, [2001:db8::1], [2001:db8::1]:1234
    private static IPAddress? Parse(ReadOnlySpan<char> text)
    {
        var host = text;
        if (text is ['[', ..])
        {
            var end = text.IndexOf(']');
            if (end < 0 || !IsPort(text[(end + 1)..]))
            {
                return null;
            }

            host = text[1..end];
        }
        else if (text.Count(':') == 1)
        {
            var colon = text.IndexOf(':');
            if (!IsPort(text[colon..]))
            {
                return null;
            }

            host = text[..colon];
        }

        return IPAddress.TryParse(host, out var address) && (address.AddressFamily != AddressFamily.InterNetwork || host.Count('.') == Ipv4Dots)
            ? address
            : null;
    }

    private static bool IsPort(ReadOnlySpan<char> text) =>
        text.IsEmpty || (text[0] == ':' && ushort.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private static IPAddress? Plain(IPAddress? address) => address?.IsIPv4MappedToIPv6 == true ? address.MapToIPv4() : address;
}
