using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Counting;
using Serverless.Core.RateLimiting.Counting.Redis;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Redis;

namespace Serverless.Core.Composition;

/// <summary>Registers what decides checks: the limiter, its counters and its memory.</summary>
public static class RateLimitDecisionServices
{
    public static IServiceCollection AddRateLimitDecisions(this IServiceCollection services)
    {
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateOnStart();
        services.TryAddSingleton<RuleBook>();
        return services
            .AddSingleton<IValidateOptions<RateLimitOptions>, RateLimitOptionsValidator>()
            .AddSingleton<RateLimitMetrics>()
            .AddSingleton(provider => new DenialMemory(Options(provider).DenialMemory, Time(provider)))
            .AddSingleton(provider => new MemoryCounterStore(Options(provider).FallbackCounters, Time(provider)))
            .AddSingleton(provider => new CounterAccess(
                provider.GetService<ICounterStore>() ?? RedisCounters(provider),
                provider.GetRequiredService<IOptions<RateLimitOptions>>(),
                provider.GetRequiredService<RateLimitMetrics>(),
                Time(provider),
                provider.GetRequiredService<CounterOutage>()))
            .AddSingleton<CounterOutage>()
            .AddSingleton<QuotaSlices>()
            .AddSingleton<GroupDecider>()
            .AddSingleton<RateLimiter>()
            .AddSingleton<CallerCounters>()
            .AddHostedService(provider => new RedisCounterWarmUp(
                Connection(provider), provider.GetRequiredService<RateLimitMetrics>(), provider.GetRequiredService<ILogger<RedisCounterWarmUp>>(), Time(provider)));
    }

    private static RedisCounterStore? RedisCounters(IServiceProvider provider) =>
        Connection(provider) is { } connection
            ? new RedisCounterStore(connection, keys: RedisCounterKeys.For(Options(provider).PackedCallers))
            : null;

    // Null where none is configured.
    private static RedisConnection? Connection(IServiceProvider provider) => provider.GetKeyedService<RedisConnection>(RedisServices.Counters);

    private static RateLimitOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<RateLimitOptions>>().Value;

    private static TimeProvider Time(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();
}
