using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Serverless.Core.UrlShortening.Following;

/// <summary>Shows how well the caches of followed links work; they are never unhealthy, only slow.</summary>
public sealed class LinkCacheHealthCheck(LinkMetrics metrics, LinkMemory memory) : IHealthCheck
{
    public const string Name = "link-cache";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(HealthCheckResult.Healthy(data: new Dictionary<string, object>
        {
            ["memoryHitRate"] = Rate(LinkCacheLevel.Memory),
            ["redisHitRate"] = Rate(LinkCacheLevel.Shared),
            ["storeHitRate"] = Rate(LinkCacheLevel.Store),
            ["memoryHits"] = (double)metrics.HitsOf(LinkCacheLevel.Memory),
            ["redisHits"] = (double)metrics.HitsOf(LinkCacheLevel.Shared),
            ["storeHits"] = (double)metrics.HitsOf(LinkCacheLevel.Store),
            ["memoryLinks"] = (double)memory.Count,
        }));

    private double Rate(LinkCacheLevel level) => Math.Round(metrics.HitRate(level), 4);
}
