using System.Net;
using Microsoft.Extensions.Options;

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

/// <summary>Ends the start when a network is not written in CIDR notation, or when the runtime can't compare host names.</summary>
public sealed class NetworkOptionsValidator : IValidateOptions<NetworkOptions>
{
    public ValidateOptionsResult Validate(string? name, NetworkOptions options)
    {
        var faults = Faults(nameof(NetworkOptions.AllowedAddresses), options.AllowedAddresses)
            .Concat(Faults(nameof(NetworkOptions.TrustedProxies), options.TrustedProxies))
            .Concat(CanonicalHost.IsAvailable ? [] : ["Host names can't be compared: install ICU (libicu), and do not run in globalization-invariant mode."])
            .ToArray();
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(string setting, IEnumerable<string> networks) => networks
        .Where(network => !IPNetwork.TryParse(network, out _))
        .Select(network => $"{NetworkOptions.Section}:{setting}: '{network}' is no network such as 10.1.0.0/16 or fd00::/8.");
}
