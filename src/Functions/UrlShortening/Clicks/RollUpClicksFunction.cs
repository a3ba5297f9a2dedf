using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Core.UrlShortening.Clicks.RollUp;

namespace Serverless.Functions.UrlShortening.Clicks;

/// <summary>Has gathered clicks taken into the table, a queue message a bucket. A message that ends as poison is made up for by the bucket's next one.</summary>
public sealed partial class RollUpClicksFunction(ClickRollUps rollUps, ILogger<RollUpClicksFunction> logger)
{
    [Function("RollUpClicks")]
    public async Task RunAsync([TimerTrigger("10 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        LogSent(logger, await rollUps.RunAsync(cancellationToken), timer.IsPastDue);

    [LoggerMessage(LogLevel.Debug, "{Buckets} buckets of clicks are to be rolled up (past due: {PastDue}).")]
    private static partial void LogSent(ILogger logger, int buckets, bool pastDue);
}
