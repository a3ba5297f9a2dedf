using System.Data;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Serverless.Functions.Tests.Documents;

/// <summary>The amounts of <c>docs/operations.md</c> follow from its assumptions.</summary>
public sealed partial class OperationsPageTests
{
    private const int ShownDigits = 3;

    private static readonly string Page = Repository.Read("docs", "operations.md");
    private static readonly Dictionary<string, string> Assumptions = MarkdownTable.Below(Page, "## Assumptions").ToDictionary(row => row[0], row => row[1]);

    [Theory]
    [InlineData("## Cost of a million")]
    [InlineData("## Cost of a month at the document's scale")]
    [InlineData("## What polling costs")]
    [InlineData("## When containers are cheaper")]
    public void Every_amount_follows_from_the_assumptions(string heading) => Assert.All(
        MarkdownTable.Below(Page, heading),
        row => Assert.Equal(Shown(Compute(row[1])), Shown(double.Parse(row[2], CultureInfo.InvariantCulture))));

    [Fact]
    public void Every_assumption_is_used() => Assert.All(
        Assumptions.Keys,
        name => Assert.True(Regex.Count(Page, $@"\b{name}\b") > 1, $"{name} is used nowhere."));

    private static double Compute(string formula)
    {
        var numbers = Name().Replace(formula, name => Assumptions[name.Value]);
        // An integer divided by an integer would be cut off: every number gets its point.
        var points = Number().Replace(numbers, number => number.Value.Contains('.', StringComparison.Ordinal) ? number.Value : $"{number.Value}.0");
        using var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        return Convert.ToDouble(table.Compute(points, null), CultureInfo.InvariantCulture);
    }

    private static string Shown(double amount) => amount.ToString($"G{ShownDigits}", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+\b")]
    private static partial Regex Name();

    [GeneratedRegex(@"[0-9]+(\.[0-9]+)?")]
    private static partial Regex Number();
}
