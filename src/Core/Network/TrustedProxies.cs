using System.Net;
using Microsoft.Extensions.Options;

namespace Serverless.Core.Network;

/// <summary>Tells the proxies that are believed what they say of the client.</summary>
public sealed class TrustedProxies(IOptions<NetworkOptions> options)
{
    private readonly IPNetwork[] networks = [.. options.Value.TrustedProxies.Select(SpecialNetworks.Parse)];

    public bool Contains(IPAddress address)
    {
        var plain = SpecialNetworks.Plain(address);
        return Array.Exists(networks, network => network.Contains(plain));
    }
}
