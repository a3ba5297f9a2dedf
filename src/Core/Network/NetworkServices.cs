using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Serverless.Core.Network;

/// <summary>Registers what guards the requests that the application sends on behalf of users.</summary>
public static class NetworkServices
{
    public static IServiceCollection AddNetwork(this IServiceCollection services)
    {
        services.AddOptions<NetworkOptions>().BindConfiguration(NetworkOptions.Section).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<NetworkOptions>, NetworkOptionsValidator>()
            .AddSingleton<AddressPolicy>()
            .AddSingleton<TrustedProxies>()
            .AddSingleton<GuardedConnections>();
    }
}
