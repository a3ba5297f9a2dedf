using System.Net;
using Microsoft.Extensions.Options;

namespace Serverless.Core.Network;

/// <summary>Tells the proxies that are believed what they say of the client.</summary>
public sealed class TrustedProxies(IOptions<NetworkOptions> options)
{
    private readonly IPNetwork[] networks = [.. options.Value.TrustedProxies.Select(IPNetwork.Parse).Select(network => network.BaseAddress.IsIPv4MappedToIPv6 ? SpecialNetworks.Unwrap(network) : network)];

    public bool Contains(IPAddress address)
    {
        var actual = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(networks, network => network.Contains(actual));
    }
}
