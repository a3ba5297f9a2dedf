namespace Serverless.Core.Network;

/// <summary>Settings of the section <c>Network</c>.</summary>
public sealed class NetworkOptions
{
    public const string Section = "Network";

    /// <summary>Networks that requests on behalf of users may go to though they are not public, in CIDR notation: <c>10.1.0.0/16</c>.</summary>
    public IList<string> AllowedAddresses { get; } = [];

    /// <summary>Networks whose proxies are believed what they say of the client, in CIDR notation.</summary>
    public IList<string> TrustedProxies { get; } = [];
}
