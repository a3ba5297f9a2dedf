using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Expiry;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Functions.UrlShortening.Expiry;

/// <summary>Cleans up what is due in one partition of the links by expiry; twice at once does no harm.</summary>
public sealed partial class CleanUpExpiredPartitionFunction(ExpiredLinksCleanUp cleanUp, ILogger<CleanUpExpiredPartitionFunction> logger)
{
    [Function("CleanUpExpiredPartition")]
    public async Task RunAsync([QueueTrigger(ExpiredLinks.Queue)] string message, CancellationToken cancellationToken)
    {
        if (ExpiryPartition.Parse(message) is not { } partition)
        {
            LogUnknown(logger, MessageExcerpt.Of(message));
            return;
        }

        var entries = await cleanUp.RunAsync(partition, cancellationToken);
        LogCleaned(logger, entries, message);
    }

    [LoggerMessage(LogLevel.Warning, "'{Message}' names no partition of expired links.")]
    private static partial void LogUnknown(ILogger logger, string message);

    [LoggerMessage(LogLevel.Debug, "Looked at {Entries} entries of partition {Partition}.")]
    private static partial void LogCleaned(ILogger logger, int entries, string partition);
}
