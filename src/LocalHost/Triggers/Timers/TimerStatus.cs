using Microsoft.Azure.Functions.Worker;

namespace Serverless.LocalHost.Triggers.Timers;

/// <summary>Where a timer stands in its schedule.</summary>
/// <param name="Last">The last run's start; null before the first.</param>
/// <param name="Next">The occurrence that is to be run next.</param>
public sealed record TimerStatus(DateTimeOffset? Last, DateTimeOffset Next, DateTimeOffset LastUpdated)
{
    /// <summary>The instant after which the timer owes a run for the next occurrence.</summary>
    public DateTimeOffset CoveredUntil => Last ?? LastUpdated;

    internal ScheduleStatus ToScheduleStatus() =>
        new() { Last = Last?.UtcDateTime ?? default, Next = Next.UtcDateTime, LastUpdated = LastUpdated.UtcDateTime };
}
