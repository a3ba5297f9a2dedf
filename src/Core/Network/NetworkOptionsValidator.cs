using System.Net;
using Microsoft.Extensions.Options;

namespace Serverless.Core.Network;

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
