namespace Serverless.Core.Time;

/// <summary>The precision that times are kept with in every store.</summary>
public static class Precision
{
    /// <summary>The same instant in UTC, cut to whole milliseconds.</summary>
    public static DateTimeOffset ToMilliseconds(this DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}
