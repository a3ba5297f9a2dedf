using Microsoft.Extensions.Hosting;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Loads the rules before the app answers anything, and refreshes them while it has CPU.</summary>
public sealed class RuleRefreshService(RuleRefresher refresher, RateLimitMetrics metrics, TimeProvider time) : BackgroundService, IHostedLifecycleService
{
    // Made here, so that it runs from the start: when the loop below begins is up to the thread pool.
    private readonly PeriodicTimer timer = new(RuleRefresher.Every, time);

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        metrics.ObserveRules(() => refresher.Age);
        return refresher.RefreshAsync(cancellationToken);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await refresher.RefreshAsync(stoppingToken);
        }
    }

    public override void Dispose()
    {
        timer.Dispose();
        base.Dispose();
    }
}
