using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Storage;

namespace Serverless.Functions.Messaging.Scheduling;

/// <summary>Moves messages into the log whose time has come: where a wake-up says so, and every 15 s those whose wake-ups got lost. Twice at once does no harm.</summary>
public sealed partial class MoveScheduledFunctions(ScheduleMover mover, ScheduleWakeUps wakeUps, TimeProvider time, ILogger<MoveScheduledFunctions> logger)
{
    [Function("MoveScheduledMessages")]
    public async Task MoveAllAsync([TimerTrigger("*/15 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var messages = await mover.RunAsync(cancellationToken);
        LogMoved(logger, messages, timer.IsPastDue);
    }

    [Function("MoveScheduledPlace")]
    public async Task MoveAsync([QueueTrigger(ScheduleQueue.Name)] string message, CancellationToken cancellationToken)
    {
        if (!ScheduleWakeUp.TryParse(message, out var wakeUp))
        {
            LogUnknown(logger, MessageExcerpt.Of(message));
            return;
        }

        await (time.GetUtcNow() < wakeUp.DueAt
            ? wakeUps.RepeatAsync(wakeUp, cancellationToken)
            : mover.MoveAsync(wakeUp.Place, cancellationToken));
    }

    [LoggerMessage(LogLevel.Debug, "Moved {Messages} delayed messages into the log (past due: {PastDue}).")]
    private static partial void LogMoved(ILogger logger, int messages, bool pastDue);

    [LoggerMessage(LogLevel.Warning, "'{Message}' names no place of delayed messages.")]
    private static partial void LogUnknown(ILogger logger, string message);
}
