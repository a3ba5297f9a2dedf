using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Serverless.Functions.Requests;

/// <summary>Reads one element of a forwarded chain: an address, perhaps in brackets, perhaps with a port.</summary>
internal static class ForwardedAddress
{
    private const int Ipv4Dots = 3;

    /// <summary><c>203.0.113.7</c>, <c>203.0.113.7:1234</c>, <c>2001:db8::1</c>, <c>[2001:db8::1]</c>, <c>[2001:db8::1]:1234</c>; null for anything else.</summary>
    public static IPAddress? Parse(ReadOnlySpan<char> element)
    {
        var text = element.Trim();
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
}
