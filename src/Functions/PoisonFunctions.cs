using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Clicks.RollUp;
using Serverless.Core.UrlShortening.Expiry;

namespace Serverless.Functions;

/// <summary>
/// Drains the poison queues, one function each. Nothing has to be made up for: what a lost wake-up leaves asleep the sweep
/// finds, messages whose time has come, topics that are still to be removed, links that are due and clicks that are gathered
/// their timers.
/// </summary>
public sealed class PoisonFunctions(PoisonMessages poison)
{
    [Function("FanOutPoison")]
    public Task DrainFanOutAsync([QueueTrigger(FanOutQueue.Name + PoisonMessages.Suffix)] string message, CancellationToken cancellationToken) =>
        RecordAsync(FanOutQueue.Name, message);

    [Function("PushPoison")]
    public Task DrainPushAsync([QueueTrigger(PushQueues.Normal + PoisonMessages.Suffix)] string message, CancellationToken cancellationToken) =>
        RecordAsync(PushQueues.Normal, message);

    [Function("PushSlowPoison")]
    public Task DrainPushSlowAsync([QueueTrigger(PushQueues.Slow + PoisonMessages.Suffix)] string message, CancellationToken cancellationToken) =>
        RecordAsync(PushQueues.Slow, message);

    [Function("MoveScheduledPlacePoison")]
    public Task DrainScheduledAsync([QueueTrigger(ScheduleQueue.Name + PoisonMessages.Suffix)] string message, CancellationToken cancellationToken) =>
        RecordAsync(ScheduleQueue.Name, message);

    [Function("DeletedTopicsPoison")]
    public Task DrainDeletedTopicsAsync([QueueTrigger(DeletedTopics.Queue + PoisonMessages.Suffix)] string message, CancellationToken cancellationToken) =>
        RecordAsync(DeletedTopics.Queue, message);

    [Function("DrainExpiredLinksPoison")]
    public Task DrainExpiredLinksAsync([QueueTrigger(ExpiredLinks.Queue + PoisonMessages.Suffix)] string message, CancellationToken cancellationToken) =>
        RecordAsync(ExpiredLinks.Queue, message);

    [Function("DrainClickBucketsPoison")]
    public Task DrainClickBucketsAsync([QueueTrigger(ClickRollUps.Queue + PoisonMessages.Suffix)] string message, CancellationToken cancellationToken) =>
        RecordAsync(ClickRollUps.Queue, message);

    private Task RecordAsync(string queue, string message)
    {
        poison.Record(queue, message);
        return Task.CompletedTask;
    }
}
