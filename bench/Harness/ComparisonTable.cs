using System.Text;

namespace Serverless.Bench.Harness;

/// <summary>A comparison as a Markdown table.</summary>
public static class ComparisonTable
{
    public static string Write(ComparisonResult result)
    {
        var at = result.Rate is { } rate ? $"at {Format.Rate(rate)}/s: " : "";
        return new StringBuilder()
            .AppendLine($"### {result.Comparison.Title}").AppendLine()
            .AppendLine(result.Comparison.Explanation).AppendLine()
            .Append(MarkdownTable.Write(
                result.Contenders,
                new("", row => row.Name, IsNumber: false),
                new($"{result.Comparison.Unit}/s", row => Format.Rate(row.PerSecond)),
                new(result.Comparison.RelatesTimes ? "p50 to the first (least-greatest)" : "to the first (least-greatest)", row => row.Ratio.ToString()),
                new("p50", row => Format.Time(row.Times.P50)),
                new("p99", row => Format.Time(row.Times.P99)),
                new(at + "p50", row => Paced(row, times => times.P50)),
                new("p99", row => Paced(row, times => times.P99)),
                new("p99.9", row => Paced(row, times => times.P999)),
                new("CPU", row => Format.Processor(row.Usage)),
                new("memory", row => Format.Memory(row.Usage)),
                new("", Note, IsNumber: false)))
            .ToString();
    }

    private static string Paced(ContenderResult row, Func<Times, TimeSpan?> pick) => row.Paced is { } paced && pick(paced.Times) is { } time ? Format.Time(time) : "";

    private static string Note(ContenderResult row)
    {
        var missed = row.Paced is { IsKept: false } paced ? $"only {Format.Rate(paced.Sent)}/s were sent" : "";
        return string.Join("; ", new[] { missed, row.Note }.Where(part => part.Length > 0));
    }
}
