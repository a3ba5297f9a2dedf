namespace Serverless.LocalHost.Triggers.Timers;

/// <summary>A timer's status in the store; a failing store costs the memory of missed runs, never a run.</summary>
internal sealed partial class TimerHistory(string function, ITimerStatusStore store, ILogger logger)
{
    /// <summary>What is known of the timer; null if nothing is, or the store failed.</summary>
    public async Task<TimerStatus?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.FindAsync(function, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRead(exception, function);
            return null;
        }
    }

    public async Task SaveAsync(TimerStatus status)
    {
        try
        {
            // Not even a stop may leave a finished run unrecorded.
            await store.SaveAsync(function, status, CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogNotSaved(exception, function);
        }
    }

    [LoggerMessage(LogLevel.Error, "The status of timer {Function} could not be read: a missed run is not made up for")]
    private partial void LogNotRead(Exception exception, string function);

    [LoggerMessage(LogLevel.Error, "The status of timer {Function} could not be saved")]
    private partial void LogNotSaved(Exception exception, string function);
}

/// <summary>Remembers across restarts when timers ran, so that a run missed while the process was down is made up for.</summary>
public interface ITimerStatusStore
{
    /// <summary>What was last saved for a function; null if nothing was.</summary>
    Task<TimerStatus?> FindAsync(string function, CancellationToken cancellationToken);

    /// <summary>Adds or replaces what is known of a function.</summary>
    Task SaveAsync(string function, TimerStatus status, CancellationToken cancellationToken);
}
