using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Storage;

namespace Serverless.Functions.Messaging.Push;

/// <summary>Wakes the push subscriptions of a topic because one of its streams got messages, a page of subscriptions at a time.</summary>
public sealed partial class FanOutFunction(FanOut fanOut, ILogger<FanOutFunction> logger)
{
    [Function("FanOut")]
    public Task RunAsync([QueueTrigger(FanOutQueue.Name)] string message, CancellationToken cancellationToken)
    {
        if (FanOutMessage.TryParse(message, out var parsed))
        {
            return fanOut.RunAsync(parsed, cancellationToken);
        }

        LogUnknown(logger, MessageExcerpt.Of(message));
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Warning, "'{Message}' names no stream.")]
    private static partial void LogUnknown(ILogger logger, string message);
}
