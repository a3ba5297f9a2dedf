using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Tells whether this instance has rules to decide by, and whether they are fresh.</summary>
public sealed class RulesHealthCheck(RuleRefresher refresher) : IHealthCheck
{
    public const string Name = "rate-limit-rules";

    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(10);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        refresher.StartIfDue();
        if (!refresher.IsLoaded)
        {
            return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, "No rules could be loaded: nothing is limited."));
        }

        return Task.FromResult(refresher.Age > Stale
            ? HealthCheckResult.Degraded("The rules could not be refreshed; the last known ones are in use.")
            : HealthCheckResult.Healthy());
    }
}
