namespace Serverless.Core.RateLimiting;

/// <summary>
/// What a counter is held to. All arithmetic is on whole numbers below 2^53, which a script's doubles hold exactly: times
/// are Unix microseconds, and where permits are multiplied by time, time is cut into ticks of which even a window of
/// <see cref="RateLimitRule.MaxPermits"/> permits has few enough.
/// </summary>
/// <param name="Requests">Permits per window.</param>
/// <param name="Burst">Size of a token bucket.</param>
/// <param name="Window">In microseconds.</param>
/// <param name="Tick">Resolution of the sliding counter and the token bucket, in microseconds: 1 for windows of a second, 10 for a minute, 1,000 for an hour, 10,000 for a day.</param>
public readonly record struct CounterLimit(RateLimitAlgorithm Algorithm, long Requests, long Burst, long Window, long Tick)
{
    /// <summary>What a caller can have at once at most; a check that costs more is never admitted.</summary>
    public long Capacity => Algorithm == RateLimitAlgorithm.TokenBucket ? Burst : Requests;

    public long WindowTicks => Window / Tick;

    public static CounterLimit Of(RateLimitRule rule)
    {
        var (window, tick) = rule.TimeUnit switch
        {
            RateLimitUnit.Second => (1_000_000L, 1L),
            RateLimitUnit.Minute => (60_000_000L, 10L),
            RateLimitUnit.Hour => (3_600_000_000L, 1_000L),
            RateLimitUnit.Day => (86_400_000_000L, 10_000L),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.TimeUnit, "No such time unit."),
        };
        return new(rule.Algorithm, Math.Min(rule.Requests, RateLimitRule.MaxPermits), Math.Min(rule.Burst, RateLimitRule.MaxPermits), window, tick);
    }
}
