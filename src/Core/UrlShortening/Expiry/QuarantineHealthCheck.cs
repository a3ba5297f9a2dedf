using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Serverless.Core.UrlShortening.Expiry;

/// <summary>Shows how many keys are in quarantine, as far as the clean-up has counted them here; not a number when it has not.</summary>
public sealed class QuarantineHealthCheck(QuarantineMetrics metrics) : IHealthCheck
{
    public const string Name = "link-quarantine";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(HealthCheckResult.Healthy(data: new Dictionary<string, object>
        {
            ["keys"] = metrics.Size?.Keys ?? double.NaN,
            ["countedShards"] = (double)(metrics.Size?.Shards ?? 0),
        }));
}
