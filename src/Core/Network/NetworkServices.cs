using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Serverless.Core.Network;

/// <summary>Registers what guards the requests that the application sends on behalf of users.</summary>
public static class NetworkServices
{
    public static IServiceCollection AddNetwork(this IServiceCollection services)
    {
        services.AddOptions<NetworkOptions>().Configure<IConfiguration>(static (options, configuration) =>
        {
            ListSetting.Replace(options.AllowedAddresses, configuration, $"{NetworkOptions.Section}:{nameof(NetworkOptions.AllowedAddresses)}");
            ListSetting.Replace(options.TrustedProxies, configuration, $"{NetworkOptions.Section}:{nameof(NetworkOptions.TrustedProxies)}");
        }).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<NetworkOptions>, NetworkOptionsValidator>()
            .AddSingleton<AddressPolicy>()
            .AddSingleton<TrustedProxies>()
            .AddSingleton<GuardedConnections>();
    }
}
