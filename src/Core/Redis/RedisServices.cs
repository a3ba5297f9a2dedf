using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Serverless.Core.Redis;

/// <summary>Registers the Redis connections that are configured, each under its own key.</summary>
public static class RedisServices
{
    public const string Counters = "redis-counters";
    public const string Cache = "redis-cache";

    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddRedis(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(RedisOptions.Section).Get<RedisOptions>() ?? new RedisOptions();
        return services.AddConnection(Counters, options.Counters).AddConnection(Cache, options.Cache);
    }

    private static IServiceCollection AddConnection(this IServiceCollection services, string name, string? configuration)
    {
        if (string.IsNullOrWhiteSpace(configuration))
        {
            return services;
        }

        services.AddKeyedSingleton(name, (_, _) => new RedisConnection(configuration));
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            name,
            provider => new RedisHealthCheck(provider.GetRequiredKeyedService<RedisConnection>(name)),
            HealthStatus.Unhealthy,
            tags: null,
            CheckTimeout));
        return services;
    }
}
