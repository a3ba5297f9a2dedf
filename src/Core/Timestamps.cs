namespace Serverless.Core;

/// <summary>The precision that times are kept with in every store.</summary>
public static class Timestamps
{
    /// <summary>The same instant in UTC, cut to whole milliseconds.</summary>
    public static DateTimeOffset ToMilliseconds(this DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}
