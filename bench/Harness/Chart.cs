using System.Globalization;

namespace Serverless.Bench.Harness;

/// <summary>A comparison as <c>charts/draw.js</c> reads it.</summary>
/// <param name="File">Its name, without a folder.</param>
/// <param name="Subtitle">Where and when it was measured.</param>
/// <param name="Description">What it shows in words, for those who don't see it.</param>
/// <param name="Measure">What the bars are long by.</param>
/// <param name="PacedMeasure">What the bars beside them are long by; null where not all contenders were measured so.</param>
public sealed record Chart(string File, string Title, string Subtitle, string Description, string Measure, string? PacedMeasure, IReadOnlyList<ChartBar> Bars)
{
    public static Chart Of(ComparisonResult result, string subtitle)
    {
        var (comparison, bars) = (result.Comparison, result.Contenders.Select(row => ChartBar.Of(row, result)).ToArray());
        var measure = comparison.RelatesTimes ? $"median time, relative to {bars[0].Name}" : $"{comparison.Unit} per second, relative to {bars[0].Name}";
        return new Chart(
            string.Create(CultureInfo.InvariantCulture, $"bench-{result.Scenario}-{Slug(comparison.Title)}.svg"),
            comparison.Title,
            subtitle,
            $"{comparison.Title}, {measure}: {string.Join("; ", bars.Select(bar => bar.Name + " " + bar.Label))}.",
            measure,
            result.Rate is { } rate && bars.All(bar => bar.PacedMilliseconds is not null) ? $"99 % within, ms, at {Format.Rate(rate)} {comparison.Unit} per second" : null,
            bars);
    }

    private static string Slug(string title) =>
        string.Join('-', string.Concat(title.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
