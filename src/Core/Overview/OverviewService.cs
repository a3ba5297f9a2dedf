using Microsoft.Extensions.Hosting;

namespace Serverless.Core.Overview;

/// <summary>Takes counts and notes to where all instances see them, also while nothing happens here, and when the app stops.</summary>
public sealed class OverviewService(TrafficInstruments instruments, TrafficFlusher flusher, AttentionNotes notes, TimeProvider time) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        instruments.Listen();
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await flusher.TryFlushAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TrafficFlusher.Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await flusher.TryFlushAsync(stoppingToken);
            await notes.TryShareAsync(stoppingToken);
        }
    }
}
