using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Storage;

namespace Serverless.Functions.Messaging.Push;

/// <summary>The same as <see cref="PushFunction"/> for endpoints that keep us waiting, so that they delay each other only.</summary>
public sealed partial class PushSlowFunction(PushDelivery delivery, ILogger<PushSlowFunction> logger)
{
    [Function("PushSlow")]
    public Task RunAsync([QueueTrigger(PushQueues.Slow)] string message, CancellationToken cancellationToken)
    {
        if (WakeUp.TryParse(message, out var wakeUp))
        {
            return delivery.RunAsync(wakeUp, PushQueues.Slow, cancellationToken);
        }

        LogUnknown(logger, MessageExcerpt.Of(message));
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Warning, "'{Message}' is no wake-up.")]
    private static partial void LogUnknown(ILogger logger, string message);
}
