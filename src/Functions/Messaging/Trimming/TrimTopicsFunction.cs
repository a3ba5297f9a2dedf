using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Trimming;

namespace Serverless.Functions.Messaging.Trimming;

/// <summary>Removes messages that are done with or too old, from the streams that have any.</summary>
public sealed partial class TrimTopicsFunction(TopicTrimmer trimmer, BacklogWatch backlogs, ILogger<TrimTopicsFunction> logger)
{
    [Function("TrimTopics")]
    public async Task RunAsync([TimerTrigger("20 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var streams = await trimmer.RunAsync(cancellationToken);
        await backlogs.CompleteAsync(cancellationToken);
        LogTrimmed(logger, streams, timer.IsPastDue);
    }

    [LoggerMessage(LogLevel.Debug, "Looked at {Streams} active streams (past due: {PastDue}).")]
    private static partial void LogTrimmed(ILogger logger, int streams, bool pastDue);
}
