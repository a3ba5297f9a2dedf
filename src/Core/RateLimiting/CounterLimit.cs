namespace Serverless.Core.RateLimiting;

/// <summary>
/// What a counter is held to. All arithmetic is on whole numbers below 2^53, which a script's doubles hold exactly: times
/// are Unix microseconds, and where permits are multiplied by time, time is cut into ticks of which even a window of
/// <see cref="RateLimitRule.MaxPermits"/> permits has few enough.
/// </summary>
/// <param name="Requests">Permits per window.</param>
/// <param name="Burst">Size of a token bucket.</param>
/// <param name="Window">In microseconds; of a calendar month, what the longest one has.</param>
/// <param name="Tick">Resolution of the sliding counter and the token bucket, in microseconds: 1 for windows of a second, 10 for a minute, 1,000 for an hour, 10,000 for a day.</param>
/// <param name="IsMonthly">Whether a window is a calendar month; only a fixed window is.</param>
public readonly record struct CounterLimit(RateLimitAlgorithm Algorithm, long Requests, long Burst, long Window, long Tick, bool IsMonthly = false)
{
    private const long LongestMonth = 31 * 86_400_000_000;

    /// <summary>From a Monday to the epoch, a Thursday. Whole days, and so hours, minutes and seconds begin with that Monday too.</summary>
    private const long SinceMonday = 3 * 86_400_000_000;

    /// <summary>What a caller can have at once at most; a check that costs more is never admitted.</summary>
    public long Capacity => Algorithm == RateLimitAlgorithm.TokenBucket ? Burst : Requests;

    public long WindowTicks => Window / Tick;

    /// <param name="requests">Permits per window: the rule's, or those of a plan.</param>
    /// <param name="burst">Size of a token bucket, likewise.</param>
    public static CounterLimit Of(RateLimitRule rule, long requests, long burst)
    {
        var (window, tick) = rule.TimeUnit switch
        {
            RateLimitUnit.Second => (1_000_000L, 1L),
            RateLimitUnit.Minute => (60_000_000L, 10L),
            RateLimitUnit.Hour => (3_600_000_000L, 1_000L),
            RateLimitUnit.Day => (86_400_000_000L, 10_000L),
            RateLimitUnit.Week => (7 * 86_400_000_000L, 100_000L),
            RateLimitUnit.Month => (LongestMonth, 100_000L),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.TimeUnit, "No such time unit."),
        };
        return new(
            rule.Algorithm,
            Math.Min(requests, RateLimitRule.MaxPermits),
            Math.Min(burst, RateLimitRule.MaxPermits),
            window,
            tick,
            rule.TimeUnit == RateLimitUnit.Month);
    }

    /// <summary>Of a rule as it holds for callers of no plan.</summary>
    public static CounterLimit Of(RateLimitRule rule) => Of(rule, rule.Requests, rule.Burst);

    /// <summary>When the fixed window began that a time lies in: at a whole UTC unit, a week on a Monday.</summary>
    /// <param name="time">Unix microseconds.</param>
    public long WindowStart(long time) => IsMonthly ? MonthStart(time) : time - ((time + SinceMonday) % Window);

    /// <summary>When that window ends, and the next one begins.</summary>
    /// <inheritdoc cref="WindowStart"/>
    public long WindowEnd(long time) => IsMonthly ? MonthStart(WindowStart(time) + LongestMonth) : WindowStart(time) + Window;

    private static long MonthStart(long time)
    {
        var day = DateTime.UnixEpoch.AddTicks(time * TimeSpan.TicksPerMicrosecond);
        return (new DateTime(day.Year, day.Month, 1).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    }
}
