using System.Globalization;
using Serverless.Bench.Harness;

namespace Serverless.Bench.Scale;

/// <summary>The table of <c>docs/operation-counts.md</c>, which a test holds to what is counted at the wire.</summary>
public sealed class OperationCounts
{
    private const int Columns = 6;

    private readonly Dictionary<string, OperationCount> counts;

    /// <param name="page">The page's Markdown.</param>
    /// <exception cref="BenchException">It has no such table.</exception>
    public OperationCounts(string page)
    {
        counts = page.Split('\n')
            .Select(line => line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == Columns && char.IsDigit(cells[1].FirstOrDefault()))
            .ToDictionary(cells => cells[0], cells => Parse([.. cells.Skip(1).Select(Number)]));
        if (counts.Count == 0)
        {
            throw new BenchException("docs/operation-counts.md has no table of counts.");
        }
    }

    /// <param name="request">As its row is called.</param>
    /// <exception cref="BenchException">There is no such row.</exception>
    public OperationCount this[string request] =>
        counts.TryGetValue(request, out var count) ? count : throw new BenchException($"docs/operation-counts.md has no row '{request}'.");

    private static OperationCount Parse(double[] numbers) => new(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);

    // A cell may go on with words: "1 (a transaction of 2)".
    private static double Number(string cell) => double.Parse(cell.Split(' ')[0], CultureInfo.InvariantCulture);
}
