using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Serverless.LocalHost.Triggers;
using Serverless.LocalHost.Triggers.Http;
using Serverless.LocalHost.Triggers.Queues;
using Serverless.LocalHost.Triggers.Timers;

namespace Serverless.LocalHost.Hosting;

/// <summary>Registers what runs the functions of a catalog.</summary>
public static class TriggerServices
{
    /// <summary>
    /// Adds the timers and queue listeners as hosted services, and what <c>UseFunctionsHost</c> and <c>MapFunctions</c> need.
    /// The caller registers an <c>ITriggerQueue</c> if there are queue functions and an <c>ITimerStatusStore</c> if there are timers.
    /// </summary>
    public static IServiceCollection AddFunctions(this IServiceCollection services, FunctionCatalog catalog, HostSettings settings)
    {
        services.AddRouting();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(catalog).AddSingleton(settings).AddSingleton(new ServiceLifetimes(services));
        services.AddSingleton<IPostConfigureOptions<KestrelServerOptions>, HostLimits>();
        if (catalog.Timers.Count > 0)
        {
            services.AddHostedService<TimerService>();
        }

        foreach (var function in catalog.Queues)
        {
            services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<QueueListener>(provider, function, settings.Queues));
        }

        return services;
    }
}
