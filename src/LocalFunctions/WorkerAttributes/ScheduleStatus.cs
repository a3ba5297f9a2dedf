namespace Microsoft.Azure.Functions.Worker;

/// <summary>When a timer last ran and when it will run next; null in <see cref="TimerInfo"/> for schedules below a minute.</summary>
public class ScheduleStatus
{
    public DateTime Last { get; set; }

    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}
