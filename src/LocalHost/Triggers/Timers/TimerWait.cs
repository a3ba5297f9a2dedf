namespace Serverless.LocalHost.Triggers.Timers;

/// <summary>Cuts the wait for an occurrence into delays that a sleeping machine can't stretch by much.</summary>
internal static class TimerWait
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>The next delay: whole milliseconds rounded up, because a delay rounds down and would spin at the end.</summary>
    public static TimeSpan Of(TimeSpan remaining) =>
        remaining >= Longest ? Longest : TimeSpan.FromMilliseconds(Math.Ceiling(remaining.TotalMilliseconds));
}
