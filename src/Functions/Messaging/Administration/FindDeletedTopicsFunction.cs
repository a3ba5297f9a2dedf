using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Administration;

namespace Serverless.Functions.Messaging.Administration;

/// <summary>Has what was deleted removed, a queue message a topic or subscription. A message that ends as poison is replaced by the next run's.</summary>
public sealed partial class FindDeletedTopicsFunction(DeletedTopics deleted, ILogger<FindDeletedTopicsFunction> logger)
{
    [Function("FindDeletedTopics")]
    public async Task RunAsync([TimerTrigger("40 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var sent = await deleted.RunAsync(cancellationToken);
        LogSent(logger, sent, timer.IsPastDue);
    }

    [LoggerMessage(LogLevel.Debug, "{Tombstones} tombstones are due (past due: {PastDue}).")]
    private static partial void LogSent(ILogger logger, int tombstones, bool pastDue);
}
