using System.Net;
using Microsoft.AspNetCore.Http;
using Serverless.Core.Network;

namespace Serverless.Functions.Requests;

/// <summary>
/// Finds the address that a request comes from: the peer's, or, while that is a trusted proxy's, the one that this
/// proxy was connected to from, which it wrote last into the forwarded chain.
/// </summary>
public sealed class ClientAddress(TrustedProxies proxies)
{
    /// <summary>Whether the peer is a trusted proxy, so that what it says of the client holds.</summary>
    public bool IsFromTrustedProxy(HttpContext context) => ForwardingHeaders.PeerOf(context) is { } peer && proxies.Contains(peer);

    /// <summary>The client's address; null when the peer has none. What is no address ends the chain before it.</summary>
    public IPAddress? Of(HttpContext context)
    {
        var address = ForwardingHeaders.PeerOf(context);
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
                if (ForwardedAddress.Parse(rest[(comma + 1)..]) is not { } before)
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

    private static IPAddress? Plain(IPAddress? address) => address is null ? null : SpecialNetworks.Plain(address);
}
