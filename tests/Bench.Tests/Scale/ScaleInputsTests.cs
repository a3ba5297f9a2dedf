using System.Globalization;
using Serverless.Bench.Harness;
using Serverless.Bench.Scale;

namespace Serverless.Bench.Tests.Scale;

/// <summary>One number is not said differently in two places.</summary>
public sealed class ScaleInputsTests
{
    private static readonly ScaleInputs Inputs = ScaleInputs.Read();

    private static readonly Dictionary<string, double> Assumed = File.ReadAllLines(Path.Combine(Workspace.Sources, "..", "docs", "operations.md"))
        .SkipWhile(line => line != "## Assumptions")
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
        .TakeWhile(cells => cells.Length == 3 && double.TryParse(cells[1], CultureInfo.InvariantCulture, out _))
        .ToDictionary(cells => cells[0].Trim('`'), cells => double.Parse(cells[1], CultureInfo.InvariantCulture));

    [Fact]
    public void Prices_are_those_of_the_operations_page() => Assert.All(
        Inputs.Prices.All.Where(price => price.Value.Source.StartsWith("docs/operations.md", StringComparison.Ordinal)),
        price => Assert.Equal(Assumed[price.Key], price.Value.Value));

    [Theory]
    [InlineData("redirectRate", "RedirectRate")]
    [InlineData("writeRate", "WriteRate")]
    [InlineData("checkRate", "CheckRate")]
    [InlineData("batchRate", "BatchRate")]
    [InlineData("pushRate", "PushRate")]
    [InlineData("instanceGb", "InstanceGb")]
    [InlineData("ruCommit", "RuCommit")]
    [InlineData("ruCursor", "RuAck")]
    public void Costs_are_those_of_the_operations_page(string cost, string assumption) => Assert.Equal(Assumed[assumption], Inputs.Costs[cost]);

    [Fact]
    public void A_pull_reads_an_entry_and_writes_a_cursor() => Assert.Equal(Assumed["RuPull"], Inputs.Costs["ruRead"] + Inputs.Costs["ruCursor"]);

    [Fact]
    public void Every_figure_says_what_it_counts_and_who_says_so() => Assert.All(
        new[] { Inputs.Load, Inputs.Costs, Inputs.Prices, Inputs.Limits }.SelectMany(figures => figures.All),
        figure => Assert.True(figure.Value is { Value: > 0, Unit.Length: > 0, Source.Length: > 0 }, figure.Key));

    [Fact]
    public void Counts_are_those_of_the_page_of_operation_counts()
    {
        Assert.Equal(4, Inputs.Counts["Shorten a URL"].TableWrites);
        Assert.Equal(new OperationCount(1, 0, 0, 0, 3), Inputs.Counts["A redirect, cold"]);
        Assert.Equal(1, Inputs.Counts["Publish 100 messages of 1 KB"].CosmosWrites);
    }

    [Fact]
    public void A_missing_figure_or_row_is_refused()
    {
        Assert.Throws<BenchException>(() => Inputs.Load["nothing"]);
        Assert.Throws<BenchException>(() => Inputs.Counts["nothing"]);
    }
}
