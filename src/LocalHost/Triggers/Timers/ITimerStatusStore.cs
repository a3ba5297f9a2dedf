namespace Serverless.LocalHost.Triggers.Timers;

/// <summary>Remembers across restarts when timers ran, so that a run missed while the process was down is made up for.</summary>
public interface ITimerStatusStore
{
    /// <summary>What was last saved for a function; null if nothing was.</summary>
    Task<TimerStatus?> FindAsync(string function, CancellationToken cancellationToken);

    /// <summary>Adds or replaces what is known of a function.</summary>
    Task SaveAsync(string function, TimerStatus status, CancellationToken cancellationToken);
}
