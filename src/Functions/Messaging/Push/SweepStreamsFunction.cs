using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Push;

namespace Serverless.Functions.Messaging.Push;

/// <summary>Wakes what lost wake-ups left asleep; twice at once does no harm.</summary>
public sealed partial class SweepStreamsFunction(StreamSweep sweep, ILogger<SweepStreamsFunction> logger)
{
    [Function("SweepStreams")]
    public async Task RunAsync([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var streams = await sweep.RunAsync(cancellationToken);
        LogSwept(logger, streams, timer.IsPastDue);
    }

    [LoggerMessage(LogLevel.Debug, "{Streams} streams were fanned out again (past due: {PastDue}).")]
    private static partial void LogSwept(ILogger logger, int streams, bool pastDue);
}
