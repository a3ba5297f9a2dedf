namespace Serverless.Bench.Scale;

/// <summary>
/// How often each of many items is asked for: the item of rank k as often as 1 / k^s. The first ranks are exact, the later
/// ones are taken together in steps of a hundredth, so that a billion items cost some thousand steps.
/// </summary>
public sealed class Zipf
{
    private const int ExactRanks = 1_000;
    private const double Step = 1.01;

    private readonly List<Band> bands = [];

    /// <param name="items">1 or more.</param>
    /// <param name="exponent">0 for items that are all alike; 0.6-1.2 is what caches of the web see.</param>
    public Zipf(double items, double exponent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        Items = items;
        for (var rank = 1; rank <= Math.Min(ExactRanks, items); rank++)
        {
            bands.Add(new Band(1, Math.Pow(rank, -exponent)));
        }

        for (double from = ExactRanks; from < items; from *= Step)
        {
            var to = Math.Min(items, from * Step);
            bands.Add(new Band(to - from, Integral(from + 0.5, to + 0.5, exponent) / (to - from)));
        }

        var all = bands.Sum(band => band.Items * band.Weight);
        bands = [.. bands.Select(band => band with { Weight = band.Weight / all })];
    }

    public double Items { get; }

    /// <summary>The share of all requests that the item of the first rank gets.</summary>
    public double HottestShare => bands[0].Weight;

    /// <summary>The sum over all items of a function of the item's share of the requests.</summary>
    public double Sum(Func<double, double> ofShare) => bands.Sum(band => band.Items * ofShare(band.Weight));

    private static double Integral(double from, double to, double exponent) => Math.Abs(exponent - 1) < 1e-9
        ? Math.Log(to / from)
        : (Math.Pow(to, 1 - exponent) - Math.Pow(from, 1 - exponent)) / (1 - exponent);

    private readonly record struct Band(double Items, double Weight);
}
