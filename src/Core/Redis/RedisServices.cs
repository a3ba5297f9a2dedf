using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Serverless.Core.Redis;

/// <summary>Registers the Redis connections that are configured, each under its own key.</summary>
public static class RedisServices
{
    public const string Counters = "redis-counters";
    public const string Cache = "redis-cache";

    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    /// <exception cref="OptionsValidationException">An endpoint is none.</exception>
    public static IServiceCollection AddRedis(this IServiceCollection services, IConfiguration configuration) => services
        .AddConnection(Counters, RedisAddress.Find(configuration, RedisAddress.Counters))
        .AddConnection(Cache, RedisAddress.Find(configuration, RedisAddress.Cache));

    private static IServiceCollection AddConnection(this IServiceCollection services, string name, RedisAddress? address)
    {
        if (address is null)
        {
            return services;
        }

        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.AddKeyedSingleton(name, (provider, _) => new RedisConnection(
            address.Configuration,
            address.UsesIdentity ? ActivatorUtilities.CreateInstance<RedisIdentity>(provider) : null));
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            name,
            provider => new RedisHealthCheck(provider.GetRequiredKeyedService<RedisConnection>(name)),
            HealthStatus.Unhealthy,
            tags: null,
            CheckTimeout));
        return services;
    }
}
