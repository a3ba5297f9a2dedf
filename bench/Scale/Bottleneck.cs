namespace Serverless.Bench.Scale;

/// <summary>A limit, how much of it is used, and what to do when it is reached.</summary>
/// <param name="Kind">What moves it first.</param>
/// <param name="Use">Of the limit, 1 for all of it, at a demand.</param>
/// <param name="Then">What to do, in Markdown.</param>
public sealed record Bottleneck(string Resource, LimitKind Kind, string Limit, Func<ScaleDemand, double> Use, string Then)
{
    /// <summary>Multiples of the load beyond which nobody looks.</summary>
    public const double Most = 1_000;

    private const int Halvings = 30;

    /// <summary>At which multiple of the load it is used up; null when not even at a thousand times.</summary>
    /// <param name="at">The demand at a multiple.</param>
    public double? ReachedAt(Func<double, ScaleDemand> at)
    {
        var (low, high) = (Math.Log(1 / Most), Math.Log(Most));
        if (Use(at(Math.Exp(high))) < 1)
        {
            return null;
        }

        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Use(at(Math.Exp(middle))) < 1 ? (middle, high) : (low, middle);
        }

        return Math.Exp(high);
    }
}
