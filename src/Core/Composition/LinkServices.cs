using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Serverless.Core.Redis;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Clicks.RollUp;
using Serverless.Core.UrlShortening.Expiry;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Forgetting;
using Serverless.Core.UrlShortening.Idempotency;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Core.Composition;

/// <summary>Registers the URL shortener, but for its stores.</summary>
public static class LinkServices
{
    public static IServiceCollection AddUrlShortening(this IServiceCollection services)
    {
        services.AddOptions<LinksOptions>().BindConfiguration(LinksOptions.Section)
            .Configure<IConfiguration>(static (options, configuration) =>
            {
                ListSetting.Replace(options.OwnAddresses, configuration, $"{LinksOptions.Section}:{nameof(LinksOptions.OwnAddresses)}");
                ListSetting.Replace(options.BlockedHosts, configuration, $"{LinksOptions.Section}:{nameof(LinksOptions.BlockedHosts)}");
            })
            .ValidateOnStart();
        services.AddHealthChecks()
            .AddCheck<KeyPoolHealthCheck>(KeyPoolHealthCheck.Name)
            .AddCheck<QuarantineHealthCheck>(QuarantineHealthCheck.Name);
        return services
            .AddSingleton<IValidateOptions<LinksOptions>, LinksOptionsValidator>()
            .AddSingleton(provider => InstanceId.New(provider.GetRequiredService<RandomNumberGenerator>()))
            .AddSingleton<KeyGenerator>()
            .AddSingleton<KeyBlockFactory>()
            .AddSingleton<KeyBlockLeases>()
            .AddSingleton<KeyPoolMetrics>()
            .AddSingleton<KeyPool>()
            .AddSingleton<KeyBlockReclaim>()
            .AddSingleton<KeyBlockMerge>()
            .AddSingleton<KeyPoolRefill>()
            .AddSingleton<KeyRecycling>()
            .AddSingleton<QuarantineMetrics>()
            .AddSingleton<QuarantineCensus>()
            .AddSingleton<ExpiredLinks>()
            .AddSingleton<ExpiredLinksCleanUp>()
            .AddSingleton<LinkRules>()
            .AddSingleton<LinkCreator>()
            .AddSingleton<IdempotentCreator>()
            .AddSingleton<LinkRequestCleanUp>()
            .AddSingleton<LinkEditor>()
            .AddSingleton<LinkReader>()
            .AddSingleton<LinkSearch>()
            .AddFollowing()
            .AddClicks();
    }

    private static IServiceCollection AddFollowing(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<LinkCacheHealthCheck>(LinkCacheHealthCheck.Name);
        return services
            .AddSingleton<LinkMetrics>()
            .AddSingleton<LinkMemory>()
            .AddSingleton<ISharedLinkCache>(provider => provider.GetKeyedService<RedisConnection>(RedisServices.Cache) is { } redis
                ? new RedisLinkCache(
                    redis,
                    provider.GetRequiredService<IOptions<LinksOptions>>().Value.CacheFor,
                    provider.GetRequiredService<LinkMetrics>(),
                    provider.GetRequiredService<TimeProvider>())
                : new MissingSharedLinkCache())
            .AddSingleton<BlockList>()
            .AddSingleton<LinkInvalidations>()
            .AddSingleton<LinkWriter>()
            .AddSingleton<LinkForgetter>()
            .AddSingleton<LinkFollower>()
            .AddSingleton<LinkInvalidationListener>()
            .AddHostedService(provider => provider.GetRequiredService<LinkInvalidationListener>());
    }

    private static IServiceCollection AddClicks(this IServiceCollection services) => services
        .AddSingleton<KnownRobots>()
        .AddSingleton<ClickCounter>()
        .AddSingleton<ClickFlusher>()
        .AddSingleton<ClickRollUps>()
        .AddSingleton<ClickRollUp>()
        .AddSingleton<LinkVisits>()
        .AddSingleton<LinkStatsReader>()
        .AddSingleton<LinkInventory>()
        .AddHostedService<ClickFlushService>();
}
