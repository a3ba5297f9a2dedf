using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Serverless.Core.UrlShortening.Keys;

/// <summary>
/// Shows how full the key pool is. It reads no store: the numbers are those of the last refill here, and not a number when
/// there was none lately. An empty pool is slow, not unhealthy: who finds no block makes one.
/// </summary>
public sealed class KeyPoolHealthCheck(KeyPoolMetrics metrics) : IHealthCheck
{
    public const string Name = "key-pool";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var levels = metrics.Levels;
        double Of(Func<IReadOnlyList<KeyPoolLevel>, double> value) => levels is null ? double.NaN : value(levels);
        return Task.FromResult(HealthCheckResult.Healthy(data: new Dictionary<string, object>
        {
            ["freeBlocks"] = Of(all => all.Sum(level => level.FreeBlocks)),
            ["freeKeys"] = Of(all => all.Sum(level => level.FreeKeys)),
            ["fewestFreeBlocksOfAShard"] = Of(all => all.Min(level => level.FreeBlocks)),
            ["wantedBlocks"] = Of(all => all.Sum(level => level.WantedBlocks)),
            ["addedBlocks"] = Of(all => all.Sum(level => level.AddedBlocks)),
            ["takesPerMinute"] = Of(all => Math.Round(all.Sum(level => level.RecentTakes) / KeyPoolRefill.RateWindow.TotalMinutes, 2)),
            ["leases"] = Of(all => all.Sum(level => level.Leases)),
        }));
    }
}
