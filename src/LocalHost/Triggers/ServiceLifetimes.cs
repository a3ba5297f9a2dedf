namespace Serverless.LocalHost.Triggers;

/// <summary>Tells which services are the same for every request, so that who needs no others needs no scope.</summary>
/// <param name="services">All that are registered when a function is first asked about.</param>
internal sealed class ServiceLifetimes(IServiceCollection services)
{
    /// <summary>Whether a service is one for the whole app; false when in doubt.</summary>
    public bool IsSingleton(ServiceArgument service) => services.LastOrDefault(known => Is(known, service)) is { Lifetime: ServiceLifetime.Singleton };

    private static bool Is(ServiceDescriptor known, ServiceArgument service) =>
        Equals(known.ServiceKey, service.Key)
        && (known.ServiceType == service.Type || (service.Type.IsGenericType && known.ServiceType == service.Type.GetGenericTypeDefinition()));
}
