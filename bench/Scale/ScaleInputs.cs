using Serverless.Bench.Harness;

namespace Serverless.Bench.Scale;

/// <summary>Everything that the model is given.</summary>
/// <param name="Load">What users do.</param>
/// <param name="Costs">What that takes, measured or guessed.</param>
/// <param name="Prices">In US dollars.</param>
/// <param name="Limits">That the services publish.</param>
/// <param name="Counts">Operations of a request, counted at the wire.</param>
public sealed record ScaleInputs(Figures Load, Figures Costs, Figures Prices, Figures Limits, OperationCounts Counts)
{
    /// <summary>The month that rates are an average of: 730 hours.</summary>
    public const double MonthSeconds = 730 * 3_600;

    public const double DaySeconds = 24 * 3_600;

    public static ScaleInputs Read() => new(
        Figures.Read("load.json"),
        Figures.Read("costs.json"),
        Figures.Read("prices.json"),
        Figures.Read("limits.json"),
        new OperationCounts(File.ReadAllText(Path.Combine(Workspace.Sources, "..", "docs", "operation-counts.md"))));

    /// <summary>How many of something that does <paramref name="rate"/> a second are needed, kept as busy as was chosen; a fraction.</summary>
    public double Needed(double perSecond, double rate) => perSecond / (rate * Costs["utilisation"]);
}
