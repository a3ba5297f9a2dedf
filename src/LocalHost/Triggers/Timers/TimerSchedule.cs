using NCrontab;

namespace Serverless.LocalHost.Triggers.Timers;

/// <summary>A six-field cron expression in UTC, and what follows from it.</summary>
public sealed class TimerSchedule
{
    private static readonly CrontabSchedule.ParseOptions SixFields = new() { IncludingSeconds = true };
    private static readonly DateTime WholeMinute = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly CrontabSchedule cron;

    /// <exception cref="CrontabException">Not a six-field cron expression.</exception>
    public TimerSchedule(string expression)
    {
        cron = CrontabSchedule.Parse(expression, SixFields);
        var first = cron.GetNextOccurrence(WholeMinute);
        IsBelowMinute = cron.GetNextOccurrence(first) - first < TimeSpan.FromMinutes(1) && first < DateTime.MaxValue.AddMinutes(-1);
    }

    /// <summary>Whether two occurrences can be less than a minute apart: the host keeps no status then.</summary>
    public bool IsBelowMinute { get; }

    /// <summary>The first occurrence after an instant; the end of time if there is none.</summary>
    public DateTimeOffset Next(DateTimeOffset after) =>
        new(DateTime.SpecifyKind(cron.GetNextOccurrence(after.UtcDateTime), DateTimeKind.Utc));

    /// <summary>
    /// Where a timer stands after a run that started at <paramref name="startedAt"/> for the occurrence <paramref name="due"/>.
    /// Occurrences that pass while it runs are owed one run, right after.
    /// </summary>
    public TimerStatus AfterRun(DateTimeOffset due, DateTimeOffset startedAt)
    {
        // A clock that was set back must not run the same occurrence twice.
        var last = startedAt > due ? startedAt : due;
        return new TimerStatus(last, Next(last), last);
    }
}
