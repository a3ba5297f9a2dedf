using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Serverless.Core.RateLimiting.Apis;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Redis;

namespace Serverless.Core.Composition;

/// <summary>Registers the rate limiter, but for its stores.</summary>
public static class RateLimitServices
{
    public static IServiceCollection AddRateLimiting(this IServiceCollection services)
    {
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section)
            .Configure<IConfiguration>(static (options, configuration) =>
                ListSetting.Replace(options.AllowedHosts, configuration, $"{GatewayOptions.Section}:{nameof(GatewayOptions.AllowedHosts)}"))
            .ValidateOnStart();
        services.AddOptions<ConsoleOptions>().BindConfiguration(ConsoleOptions.Section)
            .Validate(
                console => console.Origin is null or { IsAbsoluteUri: true, Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" },
                $"{ConsoleOptions.Section}:{nameof(ConsoleOptions.Origin)} must be a scheme and a host, such as https://console.example.")
            .ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>()
            .AddSingleton<UpstreamPolicy>()
            .AddSingleton<ApiValidation>()
            .AddRules()
            .AddRateLimitDecisions();
    }

    private static IServiceCollection AddRules(this IServiceCollection services)
    {
        services.TryAddSingleton<IRuleBackup, MissingRuleBackup>();
        services.AddHealthChecks().AddCheck<RulesHealthCheck>(RulesHealthCheck.Name);
        return services
            .AddSingleton<RevisionGenerator>()
            .AddSingleton<UnreadableDocuments>()
            .AddSingleton<ISharedRules>(provider => provider.GetKeyedService<RedisConnection>(RedisServices.Counters) is { } redis
                ? new RedisSharedRules(redis, provider.GetRequiredService<UnreadableDocuments>(), provider.GetRequiredService<TimeProvider>())
                : new MissingSharedRules())
            .AddSingleton(DocumentTypes.Rule)
            .AddSingleton(DocumentTypes.Api)
            .AddSingleton(DocumentTypes.Caller)
            .AddSingleton(typeof(DocumentEditor<>))
            .AddSingleton<RuleSource>()
            .AddSingleton<RuleRepair>()
            .AddSingleton<RuleRefresher>()
            .AddSingleton<RulePublication>()
            .AddHostedService<RuleRefreshService>();
    }
}
