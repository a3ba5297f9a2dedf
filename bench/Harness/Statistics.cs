namespace Serverless.Bench.Harness;

/// <summary>The few numbers that many are reduced to.</summary>
public static class Statistics
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public static TimeSpan Median(IEnumerable<TimeSpan> values) => TimeSpan.FromTicks((long)Median(values.Select(value => (double)value.Ticks)));

    /// <summary>The nearest rank.</summary>
    /// <param name="sorted">At least one value, in ascending order.</param>
    /// <param name="percent">More than 0, up to 100.</param>
    public static TimeSpan Percentile(IReadOnlyList<TimeSpan> sorted, double percent) =>
        sorted[Math.Max(0, (int)Math.Ceiling(sorted.Count * percent / 100) - 1)];

    /// <summary>The number with two digits that count, rounded down: 10,443 is 10,000, and 8.79 is 8.7.</summary>
    /// <param name="value">Greater than 0.</param>
    public static double TwoDigits(double value)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return Math.Floor(value / unit) * unit;
    }
}
