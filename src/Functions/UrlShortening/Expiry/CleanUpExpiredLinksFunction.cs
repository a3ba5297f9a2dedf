using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Core.UrlShortening.Expiry;
using Serverless.Core.UrlShortening.Idempotency;

namespace Serverless.Functions.UrlShortening.Expiry;

/// <summary>Has what is due among the links cleaned up, a queue message a partition. A message that ends as poison is replaced by the next run's.</summary>
public sealed partial class CleanUpExpiredLinksFunction(ExpiredLinks expired, LinkRequestCleanUp requests, ILogger<CleanUpExpiredLinksFunction> logger)
{
    [Function("CleanUpExpiredLinks")]
    public async Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var partitions = await expired.RunAsync(cancellationToken);
        await requests.RunAsync(cancellationToken);
        LogSent(logger, partitions, timer.IsPastDue);
    }

    [LoggerMessage(LogLevel.Debug, "{Partitions} partitions of expired links are due (past due: {PastDue}).")]
    private static partial void LogSent(ILogger logger, int partitions, bool pastDue);
}
