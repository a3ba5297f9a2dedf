using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.Access;
using Serverless.Core.Azure;
using Serverless.Core.Composition;
using Serverless.Core.Cosmos;
using Serverless.Core.Network;
using Serverless.Core.Redis;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Accounts;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Links;
using Serverless.Functions.RateLimiting.Checking;
using Serverless.Functions.RateLimiting.Gateways;
using Serverless.Functions.Requests;
using Serverless.Functions.UrlShortening.Administration;
using Serverless.Functions.UrlShortening.Following;
using Serverless.Functions.WebConsole;

namespace Serverless.Functions;

/// <summary>Registers the whole application, the same in the Functions app, in LocalHost and in the tests.</summary>
public static class ServerlessServices
{
    /// <summary>What the Functions host lets through; Kestrel's own limit is lower.</summary>
    private const long MaxRequestBodyBytes = 104_857_600;

    /// <summary>Adds all but the stores for which <paramref name="configuration"/> names no connection.</summary>
    public static IServiceCollection AddServerless(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
            // As they are on the wire: what the gateway passes on is not ours to read.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        services.AddHealthChecks();
        services.AddMetrics();
        var linkAccounts = LinkAccountsSetting.Find(configuration);
        if (AzureStorageSetting.Find(configuration) is { } storage)
        {
            services.AddAzureStorage(storage, linkAccounts);
        }

        if (CosmosSetting.Find(configuration) is { } cosmos)
        {
            services.AddCosmosMessages(cosmos);
        }

        return services
            .AddTimeAndChance()
            .AddNetwork()
            .AddRedis(configuration)
            .AddAccess()
            .AddUrlShortening()
            .AddClickGathering(configuration)
            .AddRateLimiting()
            .AddMessaging()
            .AddSingleton<IClickListener, ClickEvents>()
            .AddRequestSteps()
            .AddAddressLimits()
            .AddAccessSteps()
            .AddCallerLimits()
            .AddGateway()
            .AddSingleton<PoisonMessages>()
            .AddSingleton<LinkBatchCreator>()
            .AddSingleton<RepeatableCreator>()
            .AddSingleton<RedirectResponses>()
            .AddSingleton<ConsoleOrigin>()
            .AddSingleton<ConsoleAssets>();
    }

    /// <summary>Ends the start of an app that brings no stores of its own and was told of none; without a store for messages it has no message queue.</summary>
    /// <exception cref="InvalidOperationException">No Storage account is configured.</exception>
    public static IServiceCollection RequireStorage(this IServiceCollection services) =>
        services.Any(service => service.ServiceType == typeof(ILinkStore))
            ? services.AddMissingMessageStores()
            : throw new InvalidOperationException(
                $"No storage is configured: set {AzureStorageSetting.Name} (or {AzureStorageSetting.HostName}) to the connection string or the name of a Storage account.");

    // Before the steps that find out who asks: what is limited by address costs them nothing.
    private static IServiceCollection AddAddressLimits(this IServiceCollection services) => services
        .AddSingleton<ClientAddress>()
        .AddSingleton<RequestCaller>()
        .AddSingleton<OwnLimits>()
        .AddSingleton<IRequestStep, AddressLimitsStep>();

    // After them: who asks is known by then.
    private static IServiceCollection AddCallerLimits(this IServiceCollection services) => services
        .AddSingleton<IRequestStep, CallerLimitsStep>()
        .AddHostedService<OwnLimitDefaults>();

    private static IServiceCollection AddGateway(this IServiceCollection services) => services
        .AddHttpForwarder()
        .AddSingleton<GatewayForwarder>()
        .AddSingleton<GatewayHandler>()
        .AddSingleton<ForwardAuth>();
}
