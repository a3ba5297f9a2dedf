using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Expiry;

namespace Serverless.Functions.UrlShortening.Expiry;

/// <summary>Takes down partitions that could not be cleaned up; the timer sends each of them again while something is due in it.</summary>
public sealed class DrainExpiredLinksPoisonFunction(PoisonMessages poison)
{
    [Function("DrainExpiredLinksPoison")]
    public Task RunAsync([QueueTrigger(ExpiredLinks.Queue + PoisonMessages.Suffix)] string message, CancellationToken cancellationToken)
    {
        poison.Record(ExpiredLinks.Queue, message);
        return Task.CompletedTask;
    }
}
