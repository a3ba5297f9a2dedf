using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Storage;

namespace Serverless.Functions.Messaging.Push;

/// <summary>
/// Delivers to endpoints: one run is one worker's turn on a subscription's messages of one stream. Endpoints that keep us
/// waiting have a queue and a function of their own, so that they delay each other only.
/// </summary>
public sealed partial class PushFunctions(PushDelivery delivery, ILogger<PushFunctions> logger)
{
    [Function("Push")]
    public Task DeliverAsync([QueueTrigger(PushQueues.Normal)] string message, CancellationToken cancellationToken) =>
        RunAsync(message, PushQueues.Normal, cancellationToken);

    [Function("PushSlow")]
    public Task DeliverSlowlyAsync([QueueTrigger(PushQueues.Slow)] string message, CancellationToken cancellationToken) =>
        RunAsync(message, PushQueues.Slow, cancellationToken);

    private Task RunAsync(string message, string queue, CancellationToken cancellationToken)
    {
        if (WakeUp.TryParse(message, out var wakeUp))
        {
            return delivery.RunAsync(wakeUp, queue, cancellationToken);
        }

        LogUnknown(logger, MessageExcerpt.Of(message));
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Warning, "'{Message}' is no wake-up.")]
    private static partial void LogUnknown(ILogger logger, string message);
}
