using Microsoft.Extensions.Hosting;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>Hears the signals of the streams that somebody waits for in this process.</summary>
public sealed class PullSignalListener(IStreamSignals signals, PullWaiters waiters) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        // What was signalled before this process heard the others is found by the look that follows.
        signals.ListenAsync(waiters.Signal, waiters.SignalAll, stoppingToken);
}
