using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Storage;

namespace Serverless.Functions.Messaging.Administration;

/// <summary>Removes all that was kept for a deleted topic or subscription; twice at once does no harm.</summary>
public sealed partial class PurgeDeletedTopicFunction(DeletedTopicsPurge purge, ILogger<PurgeDeletedTopicFunction> logger)
{
    [Function("PurgeDeletedTopic")]
    public async Task RunAsync([QueueTrigger(DeletedTopics.Queue)] string message, CancellationToken cancellationToken)
    {
        if (DeletedTopicsPurge.Parse(message) is not { } tombstone)
        {
            LogUnknown(logger, MessageExcerpt.Of(message));
            return;
        }

        await purge.RunAsync(tombstone, cancellationToken);
        LogPurged(logger, tombstone.Id);
    }

    [LoggerMessage(LogLevel.Warning, "'{Message}' names nothing that was deleted.")]
    private static partial void LogUnknown(ILogger logger, string message);

    [LoggerMessage(LogLevel.Debug, "Removed what was kept for {Tombstone}.")]
    private static partial void LogPurged(ILogger logger, string tombstone);
}
