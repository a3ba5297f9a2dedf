using System.Net;
using Microsoft.Extensions.Options;

namespace Serverless.Core.Network;

/// <summary>Decides where requests on behalf of users may go: to public addresses, and to networks that the operator allowed.</summary>
public sealed class AddressPolicy(IOptions<NetworkOptions> options)
{
    private readonly IPNetwork[] allowed = [.. options.Value.AllowedAddresses.Select(network => SpecialNetworks.Unwrap(IPNetwork.Parse(network)))];

    public bool Allows(IPAddress address)
    {
        var actual = SpecialNetworks.Unwrap(address);
        return SpecialNetworks.IsPublic(actual) || Array.Exists(allowed, network => network.Contains(actual));
    }

    /// <summary>Whether a host that is written as an address is refused; false for names, which are judged when they are resolved.</summary>
    /// <param name="host">As in <see cref="Uri.DnsSafeHost"/>.</param>
    public bool RefusesLiteral(string host) => IPAddress.TryParse(host, out var address) && !Allows(address);
}
