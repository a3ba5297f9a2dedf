using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Storage;

namespace Serverless.Functions.Messaging.Push;

/// <summary>Delivers to an endpoint: one run is one worker's turn on a subscription's messages of one stream.</summary>
public sealed partial class PushFunction(PushDelivery delivery, ILogger<PushFunction> logger)
{
    [Function("Push")]
    public Task RunAsync([QueueTrigger(PushQueues.Normal)] string message, CancellationToken cancellationToken)
    {
        if (WakeUp.TryParse(message, out var wakeUp))
        {
            return delivery.RunAsync(wakeUp, PushQueues.Normal, cancellationToken);
        }

        LogUnknown(logger, MessageExcerpt.Of(message));
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Warning, "'{Message}' is no wake-up.")]
    private static partial void LogUnknown(ILogger logger, string message);
}
