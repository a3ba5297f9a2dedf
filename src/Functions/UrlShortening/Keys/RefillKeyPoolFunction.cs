using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Core.UrlShortening.Keys;

namespace Serverless.Functions.UrlShortening.Keys;

/// <summary>Keeps keys ready, so that shortening a link need not make them.</summary>
public sealed partial class RefillKeyPoolFunction(KeyPoolRefill refill, ILogger<RefillKeyPoolFunction> logger)
{
    [Function("RefillKeyPool")]
    public async Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var added = await refill.RunAsync(cancellationToken);
        LogAdded(logger, added, timer.IsPastDue);
    }

    [LoggerMessage(LogLevel.Debug, "Added {Blocks} blocks to the key pool (past due: {PastDue}).")]
    private static partial void LogAdded(ILogger logger, int blocks, bool pastDue);
}
