using Microsoft.Extensions.Hosting;

namespace Serverless.Core.RateLimiting;

/// <summary>Loads the rules before the app answers anything, and refreshes them while it has CPU.</summary>
public sealed class RuleRefreshService(RuleRefresher refresher, TimeProvider time) : BackgroundService, IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => refresher.RefreshAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RuleRefresher.Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await refresher.RefreshAsync(stoppingToken);
        }
    }
}
