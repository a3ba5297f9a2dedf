using System.Net;
using Serverless.Core.Network;

namespace Serverless.Core.UrlShortening.Targets;

/// <summary>Recognises targets that lead back to this service, where short links could form a loop.</summary>
internal static class OwnAddress
{
    /// <summary>
    /// Whether the target is the service at <paramref name="own"/>: the same host at any port, or, for a service on this
    /// machine, any of the machine's names at the same port.
    /// </summary>
    public static bool IsTarget(TargetUrl target, Uri own)
    {
        var host = CanonicalHost.Of(own.Host);
        return host is not null && IsThisMachine(host) ? IsThisMachine(target.Host) && target.Port == own.Port : target.Host == host;
    }

    private static bool IsThisMachine(string host) =>
        host is "localhost"
        || host.EndsWith(".localhost", StringComparison.Ordinal)
        || (IPAddress.TryParse(host, out var address) && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));
}
