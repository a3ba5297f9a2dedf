using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Overview;
using Serverless.Core.RateLimiting;
using Serverless.Core.Redis;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;

namespace Serverless.Core.Composition;

/// <summary>Registers what shows how all of it is doing: what each system measures is counted by the minute, and what timers find is told.</summary>
public static class OverviewServices
{
    private static readonly TrafficInstrument[] Instruments =
    [
        new(LinkMetrics.Clicks, TrafficFigure.Redirects, "state", ["counted"]),
        new(RateLimitMetrics.Checks, TrafficFigure.Allowed, "status", ["allowed"]),
        new(RateLimitMetrics.Checks, TrafficFigure.Denied, "status", ["denied", "unavailable"]),
        new(RateLimitMetrics.Checks, TrafficFigure.Degraded, "counted", ["alone"]),
        new(PublishMetrics.Messages, TrafficFigure.Published, "result", ["published"]),
        new(PullMetrics.Messages, TrafficFigure.Delivered),
        new(PushMetrics.Deliveries, TrafficFigure.Delivered, "result", ["delivered"]),
        new(PoisonMessages.Counter, TrafficFigure.Poison, NameTag: "queue"),
        new(RateLimitMetrics.Admitted, TrafficFigure.RuleAllowed, NameTag: "rule"),
        new(RateLimitMetrics.Denied, TrafficFigure.RuleDenied, NameTag: "rule"),
        new(RateLimitMetrics.NearLimit, TrafficFigure.RuleNearLimit, NameTag: "rule"),
        new(RateLimitMetrics.DryRuns, TrafficFigure.RuleDryRunDenied, "verdict", ["denied"], NameTag: "rule"),
    ];

    public static IServiceCollection AddOverview(this IServiceCollection services)
    {
        foreach (var instrument in Instruments)
        {
            services.AddSingleton(instrument);
        }

        return services
            .AddSingleton<TrafficCounter>()
            .AddSingleton<TrafficFlusher>()
            .AddSingleton<TrafficInstruments>()
            .AddSingleton<TrafficReader>()
            .AddSingleton<ITrafficStore>(provider => Redis(provider) is { } redis ? new RedisTrafficStore(redis) : new MemoryTrafficStore(provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<IAttentionStore>(provider => Redis(provider) is { } redis ? new RedisAttentionStore(redis) : new MemoryAttentionStore(provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<IAttentionSource, KeyPoolAttention>()
            .AddSingleton<IAttentionSource, BacklogAttention>()
            .AddSingleton<IAttentionSource, EndpointAttention>()
            .AddSingleton<AttentionNotes>()
            .AddHostedService<OverviewService>();
    }

    private static RedisConnection? Redis(IServiceProvider provider) => provider.GetKeyedService<RedisConnection>(RedisServices.Counters);
}
