using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Serverless.Core.Storage;

/// <summary>Registers what every feature takes its time, chance and repetitions from.</summary>
public static class StorageServices
{
    public static IServiceCollection AddTimeAndChance(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => RandomNumberGenerator.Create());
        // System.Random is not thread-safe: each consumer gets one of its own.
        services.TryAddTransient(_ => new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));
        services.TryAddSingleton(provider => new StoreRetry(provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
