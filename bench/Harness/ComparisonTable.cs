using System.Text;

namespace Serverless.Bench.Harness;

/// <summary>A comparison with its samples as a Markdown table. A ratio is the median of the rounds' ratios, with the least and the greatest.</summary>
public static class ComparisonTable
{
    public static string Write(Comparison comparison, IReadOnlyDictionary<IContender, IReadOnlyList<Sample>> samples)
    {
        var table = new StringBuilder();
        var first = samples[comparison.Contenders[0]];
        table.AppendLine($"### {comparison.Title}").AppendLine();
        table.AppendLine(comparison.Explanation).AppendLine();
        table.AppendLine($"| | {comparison.Unit}/s | to the first (least-greatest) | p50 | p99 | |").AppendLine("|---|--:|--:|--:|--:|---|");
        foreach (var contender in comparison.Contenders)
        {
            table.AppendLine(Row(contender.Name, samples[contender], first));
        }

        return table.ToString();
    }

    private static string Row(string name, IReadOnlyList<Sample> own, IReadOnlyList<Sample> first)
    {
        var ratios = own.Zip(first, (sample, other) => sample.PerSecond / other.PerSecond).ToArray();
        var related = $"{Format.Ratio(Statistics.Median(ratios))} ({Format.Ratio(ratios.Min())}-{Format.Ratio(ratios.Max())})";
        var (p50, p99) = (Statistics.Median(own.Select(sample => sample.Median)), Statistics.Median(own.Select(sample => sample.P99)));
        return $"| {name} | {Format.Rate(Statistics.Median(own.Select(sample => sample.PerSecond)))} | {related} | {Format.Time(p50)} | {Format.Time(p99)} | {own[^1].Note} |";
    }
}
