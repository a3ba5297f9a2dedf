using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Scheduling;

/// <summary>
/// Has somebody look at a place when a message is due there. They may be lost: then the timer finds it. Those that are due
/// within the same quarter of a second share one.
/// </summary>
public sealed partial class ScheduleWakeUps(IWorkQueue queue, TimeProvider time, ILogger<ScheduleWakeUps> logger)
{
    private static readonly TimeSpan Slot = TimeSpan.FromMilliseconds(250);

    /// <summary>One that is due sooner may come before the message that it was sent for is stored, and another is needed for the next.</summary>
    private static readonly TimeSpan SharedAfter = TimeSpan.FromSeconds(3);

    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<ScheduleWakeUp, bool> sent = new();

    /// <summary>Sends a wake-up for each time, where none was sent yet. It never fails.</summary>
    public async Task SendAsync(IEnumerable<(StreamId Place, DateTimeOffset DueAt)> due)
    {
        var wakeUps = due.Select(each => new ScheduleWakeUp(each.Place, EndOfSlot(each.DueAt))).Distinct();
        await Task.WhenAll(wakeUps.Where(IsNeeded).Select(SendAsync));
    }

    /// <summary>Sends one again that came before its time: clocks differ.</summary>
    /// <exception cref="StoreUnavailableException">The queue does not answer.</exception>
    public Task RepeatAsync(ScheduleWakeUp wakeUp, CancellationToken cancellationToken) =>
        queue.SendAsync(ScheduleQueue.Name, wakeUp.ToString(), DelayOf(wakeUp), cancellationToken);

    private static DateTimeOffset EndOfSlot(DateTimeOffset at) =>
        new((at.UtcTicks + Slot.Ticks - 1) / Slot.Ticks * Slot.Ticks, TimeSpan.Zero);

    private bool IsNeeded(ScheduleWakeUp wakeUp)
    {
        if (DelayOf(wakeUp) < SharedAfter)
        {
            return true;
        }

        if (sent.Count >= MaxRemembered)
        {
            sent.Clear();
        }

        return sent.TryAdd(wakeUp, true);
    }

    private async Task SendAsync(ScheduleWakeUp wakeUp)
    {
        try
        {
            await RepeatAsync(wakeUp, CancellationToken.None);
        }
        catch (Exception exception)
        {
            sent.TryRemove(wakeUp, out _);
            LogLost(logger, wakeUp.Place, exception);
        }
    }

    private TimeSpan DelayOf(ScheduleWakeUp wakeUp)
    {
        var delay = wakeUp.DueAt - time.GetUtcNow();
        return delay > ScheduledMessage.LongestDelay ? ScheduledMessage.LongestDelay : delay > TimeSpan.Zero ? delay : TimeSpan.Zero;
    }

    [LoggerMessage(LogLevel.Warning, "The wake-up for delayed messages in {Place} got lost; they are moved within 15 s of their time.")]
    private static partial void LogLost(ILogger logger, StreamId place, Exception exception);
}

/// <summary>A message of the queue: something is due in a place. As text it is <c>{place}@{milliseconds since 1970}</c>.</summary>
public sealed record ScheduleWakeUp(StreamId Place, DateTimeOffset DueAt)
{
    private const char Separator = '@';

    /// <summary>Reads a text that <see cref="ToString"/> made.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ScheduleWakeUp? wakeUp)
    {
        wakeUp = text.Split(Separator) is [var place, var at]
            && StreamId.TryParse(place, out var stream)
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? new ScheduleWakeUp(stream, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))
                : null;
        return wakeUp is not null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Place}{Separator}{DueAt.ToUnixTimeMilliseconds()}");
}

/// <summary>The queue whose messages say that delayed messages are due.</summary>
public static class ScheduleQueue
{
    /// <summary>Its messages are texts of <see cref="ScheduleWakeUp"/>.</summary>
    public const string Name = "scheduled-messages";
}
