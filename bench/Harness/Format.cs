using System.Globalization;

namespace Serverless.Bench.Harness;

/// <summary>How numbers look in the tables.</summary>
public static class Format
{
    private const double Megabyte = 1024 * 1024;

    public static string Rate(double perSecond) => perSecond.ToString(perSecond < 100 ? "0.0" : "#,##0", CultureInfo.InvariantCulture);

    public static string Ratio(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Time(TimeSpan time) => time.TotalMilliseconds >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0} µs");

    /// <summary>The server's processor time of an operation, and that of what it asks: <c>22.1 + 8.0 µs</c>; empty for null.</summary>
    public static string Processor(Usage? usage) => usage is null
        ? ""
        : usage is { Behind: null, Server.TotalMilliseconds: >= 10 } ? string.Create(CultureInfo.InvariantCulture, $"{usage.Server.TotalMilliseconds:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{usage.Server.TotalMicroseconds:0.0}{(usage.Behind is { } behind ? $" + {behind.TotalMicroseconds:0.0}" : "")} µs");

    /// <summary>Megabytes; empty for null.</summary>
    public static string Memory(Usage? usage) => usage is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{usage.Memory / Megabyte:0} MB");
}
