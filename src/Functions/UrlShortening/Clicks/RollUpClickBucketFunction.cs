using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Clicks.RollUp;

namespace Serverless.Functions.UrlShortening.Clicks;

/// <summary>Takes the clicks of one bucket into the table; twice at once does no harm.</summary>
public sealed partial class RollUpClickBucketFunction(ClickRollUp rollUp, ILogger<RollUpClickBucketFunction> logger)
{
    [Function("RollUpClickBucket")]
    public async Task RunAsync([QueueTrigger(ClickRollUps.Queue)] string message, CancellationToken cancellationToken)
    {
        if (ClickRun.Parse(message) is not { } run)
        {
            LogUnknown(logger, MessageExcerpt.Of(message));
            return;
        }

        LogRolledUp(logger, await rollUp.RunAsync(run, cancellationToken), run);
    }

    [LoggerMessage(LogLevel.Warning, "'{Message}' names no bucket of clicks and run.")]
    private static partial void LogUnknown(ILogger logger, string message);

    [LoggerMessage(LogLevel.Debug, "{Clicks} clicks were stored by run {Run}.")]
    private static partial void LogRolledUp(ILogger logger, long clicks, ClickRun run);
}
