using System.Net;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Network;

namespace Serverless.Core.Messaging.Push;

/// <summary>Decides whether an endpoint may be sent to: it has agreed, or it is on this machine and the operator allows that.</summary>
public sealed class EndpointTrust(AddressPolicy policy)
{
    private const string LocalHost = "localhost";

    public bool MaySend(Delivery.Push push) => push.Verified || IsExempt(push.Endpoint);

    /// <summary>A loopback endpoint needs no handshake where requests may go to loopback: whoever runs it runs us.</summary>
    public bool IsExempt(string endpoint)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var url))
        {
            return false;
        }

        var host = url.DnsSafeHost;
        return IPAddress.TryParse(host, out var address)
            ? IPAddress.IsLoopback(address) && policy.Allows(address)
            : string.Equals(host, LocalHost, StringComparison.OrdinalIgnoreCase) && policy.Allows(IPAddress.Loopback);
    }
}
