namespace Serverless.LocalHost.Triggers.Timers;

/// <summary>Runs the catalog's timer functions while the host runs.</summary>
internal sealed class TimerService(
    FunctionCatalog catalog, IServiceScopeFactory scopes, ITimerStatusStore store, TimeProvider time, ILogger<TimerRunner> logger) : BackgroundService
{
    // Made with the service, so that a wrong cron expression fails the start.
    private readonly TimerRunner[] runners =
        [.. catalog.Timers.Select(function => new TimerRunner(function, scopes, store, time, logger))];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(runners.Select(runner => Task.Run(() => runner.RunAsync(stoppingToken), stoppingToken)));
}
