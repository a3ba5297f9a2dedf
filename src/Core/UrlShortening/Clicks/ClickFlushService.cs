using Microsoft.Extensions.Hosting;

namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>Flushes clicks while nobody follows links, and when the app stops.</summary>
public sealed class ClickFlushService(ClickFlusher flusher, TimeProvider time) : BackgroundService
{
    /// <summary>Half the age that a count may reach: the flush itself takes time.</summary>
    private static readonly TimeSpan Every = ClickFlusher.Every / 2;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await flusher.FlushAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await flusher.FlushAsync(stoppingToken);
        }
    }
}
