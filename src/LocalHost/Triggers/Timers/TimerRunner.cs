using Microsoft.Azure.Functions.Worker;

namespace Serverless.LocalHost.Triggers.Timers;

/// <summary>Runs one timer function by its schedule, one run at a time.</summary>
internal sealed partial class TimerRunner(
    FunctionDescriptor<TimerTriggerAttribute> function, IServiceScopeFactory scopes, ITimerStatusStore store, TimeProvider time, ILogger<TimerRunner> logger)
{
    private readonly BackgroundFunction code = BackgroundFunction.Of(function, scopes);
    private readonly TimerSchedule schedule = new(function.Trigger.Schedule);
    private readonly TimerHistory history = new(function.Name, store, logger);
    private readonly bool takesInfo = function.TriggerParameter.ParameterType == typeof(TimerInfo);

    private bool IsMonitored => function.Trigger.UseMonitor && !schedule.IsBelowMinute;

    /// <summary>Runs until the host stops; a run that is under way then is waited for.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var status = await StartAsync(stopping);
        while (true)
        {
            await WaitUntilAsync(status.Next, stopping);
            status = await FireAsync(status, status.Next, isPastDue: false, stopping);
        }
    }

    private async Task<TimerStatus> StartAsync(CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var known = IsMonitored ? await history.FindAsync(stopping) : null;
        if (known is null)
        {
            known = new TimerStatus(null, schedule.Next(now), now);
            await SaveAsync(known);
        }

        // The stored occurrence is not trusted: the schedule may have changed since.
        var status = known with { Next = schedule.Next(known.CoveredUntil) };
        var isPastDue = status.Next <= now;
        return isPastDue || function.Trigger.RunOnStartup
            ? await FireAsync(status, isPastDue ? status.Next : now, isPastDue, stopping)
            : status;
    }

    private async Task<TimerStatus> FireAsync(TimerStatus status, DateTimeOffset due, bool isPastDue, CancellationToken stopping)
    {
        var next = schedule.AfterRun(due, time.GetUtcNow());
        var info = new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = IsMonitored ? status.ToScheduleStatus() : null };
        try
        {
            await code.RunAsync(takesInfo ? info : null, stopping);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            LogFailed(exception, function.Name);
        }

        await SaveAsync(next);
        return next;
    }

    private Task SaveAsync(TimerStatus status) => IsMonitored ? history.SaveAsync(status) : Task.CompletedTask;

    private async Task WaitUntilAsync(DateTimeOffset due, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        while (due - time.GetUtcNow() is var remaining && remaining > TimeSpan.Zero)
        {
            await Task.Delay(TimerWait.Of(remaining), time, stopping);
        }
    }

    [LoggerMessage(LogLevel.Error, "Timer {Function} failed; it runs again when it is next due")]
    private partial void LogFailed(Exception exception, string function);
}

/// <summary>Cuts the wait for an occurrence into delays that a sleeping machine can't stretch by much.</summary>
internal static class TimerWait
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>The next delay: whole milliseconds rounded up, because a delay rounds down and would spin at the end.</summary>
    public static TimeSpan Of(TimeSpan remaining) =>
        remaining >= Longest ? Longest : TimeSpan.FromMilliseconds(Math.Ceiling(remaining.TotalMilliseconds));
}
