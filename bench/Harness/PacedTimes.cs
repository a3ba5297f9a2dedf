namespace Serverless.Bench.Harness;

/// <summary>How long operations took at a fixed rate.</summary>
/// <param name="Rate">What was asked for, in operations a second.</param>
/// <param name="Sent">What was sent.</param>
public sealed record PacedTimes(double Rate, double Sent, Times Times)
{
    private const double Kept = 0.95;

    /// <summary>Whether the load kept its rate, but for one operation in twenty.</summary>
    public bool IsKept => Sent >= Kept * Rate;

    /// <returns>Null where nothing was measured at a fixed rate.</returns>
    public static PacedTimes? Of(Measured measured) => measured.Rate is { } rate && measured.Paced.Count > 0
        ? new PacedTimes(rate, Statistics.Median(measured.Paced.Select(sample => sample.PerSecond)), Times.Of(measured.Paced))
        : null;
}
