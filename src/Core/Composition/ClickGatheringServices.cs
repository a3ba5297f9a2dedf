using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.Azure;
using Serverless.Core.Redis;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Clicks.RollUp;

namespace Serverless.Core.Composition;

/// <summary>Registers what gathers clicks in Redis on their way into a table, where there are both and the settings do not forbid it.</summary>
public static class ClickGatheringServices
{
    public static IServiceCollection AddClickGathering(this IServiceCollection services, IConfiguration configuration) =>
        AzureStorageSetting.Find(configuration) is not null
        && RedisAddress.Find(configuration, RedisAddress.Counters) is not null
        && configuration.GetValue($"{LinksOptions.Section}:{nameof(LinksOptions.GatherClicks)}", new LinksOptions().GatherClicks)
            ? services.AddSingleton<IClickBuckets>(provider => new RedisClickBuckets(provider.GetRequiredKeyedService<RedisConnection>(RedisServices.Counters)))
            : services;
}
