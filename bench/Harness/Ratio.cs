namespace Serverless.Bench.Harness;

/// <summary>How a contender relates to the first one: the median of the rounds' ratios, with the least and the greatest.</summary>
public readonly record struct Ratio(double Median, double Least, double Greatest)
{
    /// <param name="rounds">At least one.</param>
    public static Ratio Of(IEnumerable<double> rounds)
    {
        var all = rounds.ToArray();
        return new Ratio(Statistics.Median(all), all.Min(), all.Max());
    }

    /// <summary>For example <c>0.81 (0.76-1.03)</c>.</summary>
    public override string ToString() => $"{Format.Ratio(Median)} ({Format.Ratio(Least)}-{Format.Ratio(Greatest)})";
}
