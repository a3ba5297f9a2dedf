namespace Serverless.Bench.Harness;

/// <summary>Every row of every comparison in one Markdown table.</summary>
public static class SummaryTable
{
    public static string Write(IReadOnlyList<ComparisonResult> results) => MarkdownTable.Write<(ComparisonResult Result, ContenderResult Row)>(
        [.. results.SelectMany(result => result.Contenders.Select(row => (result, row)))],
        new("comparison", pair => $"{pair.Result.Scenario}: {pair.Result.Comparison.Title}", IsNumber: false),
        new("contender", pair => pair.Row.Name, IsNumber: false),
        new("to the first (least-greatest)", pair => pair.Row.Ratio + (pair.Result.Comparison.RelatesTimes ? " p50" : "")),
        new("p50", pair => Format.Time(pair.Row.Times.P50)),
        new("p99", pair => Format.Time(pair.Row.Times.P99)),
        new("fixed rate", pair => pair.Row.Paced is { } paced ? $"{Format.Rate(paced.Rate)}/s{(paced.IsKept ? "" : " (not kept)")}" : ""),
        new("its p50", pair => pair.Row.Paced is { } paced ? Format.Time(paced.Times.P50) : ""),
        new("its p99", pair => pair.Row.Paced is { } paced ? Format.Time(paced.Times.P99) : ""),
        new("CPU", pair => Format.Processor(pair.Row.Usage)),
        new("memory", pair => Format.Memory(pair.Row.Usage)));
}
