namespace Serverless.Bench.Harness;

/// <summary>A contender in a chart.</summary>
/// <param name="IsOurs">Whether it is this project.</param>
/// <param name="Ratio">To the first contender; the bar's length.</param>
/// <param name="Least">Of the rounds' ratios.</param>
/// <param name="Greatest">Of the rounds' ratios.</param>
/// <param name="Label">At the end of the bar.</param>
/// <param name="PacedMilliseconds">In which 99 of 100 operations were answered at the fixed rate; null where it was not measured.</param>
public sealed record ChartBar(string Name, bool IsOurs, double Ratio, double Least, double Greatest, string Label, double? PacedMilliseconds)
{
    private const string Ours = "Serverless";

    public static ChartBar Of(ContenderResult row, ComparisonResult result) => new(
        row.Name,
        row.Name.StartsWith(Ours, StringComparison.Ordinal),
        row.Ratio.Median,
        row.Ratio.Least,
        row.Ratio.Greatest,
        $"{Format.Ratio(row.Ratio.Median)} ({(result.Comparison.RelatesTimes ? Format.Time(row.Times.P50) : Format.Rate(row.PerSecond) + "/s")})",
        row.Paced?.Times.P99.TotalMilliseconds);
}
