using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Serverless.Core.RateLimiting;

/// <summary>Says at start that limits hold for each instance alone, where no shared counters are configured.</summary>
internal sealed partial class NoCountersWarning(ILogger<NoCountersWarning> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogNoCounters();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "Redis:Counters is not set: each instance counts rate limits alone, and rules that fail closed refuse.")]
    private partial void LogNoCounters();
}
