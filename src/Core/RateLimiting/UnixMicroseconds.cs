namespace Serverless.Core.RateLimiting;

/// <summary>The resolution that counters keep time with.</summary>
internal static class UnixMicroseconds
{
    public static long ToUnixMicroseconds(this DateTimeOffset instant) =>
        (instant.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Null for 0, which stands for no time.</summary>
    public static DateTimeOffset? ToInstant(this long microseconds) =>
        microseconds == 0 ? null : DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
