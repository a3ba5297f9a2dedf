namespace Serverless.Core.Overview;

/// <summary>Minutes, as numbers since 1970-01-01 in UTC.</summary>
public static class TrafficMinute
{
    /// <summary>How many minutes are shown, the present one last.</summary>
    public const int Shown = 60;

    /// <summary>How long counts are kept: what is shown, and some time for who counts late.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(Shown + 10);

    public static long Of(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMinute;

    public static DateTimeOffset Start(long minute) => DateTimeOffset.UnixEpoch.AddTicks(minute * TimeSpan.TicksPerMinute);
}
