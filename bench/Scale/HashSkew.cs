namespace Serverless.Bench.Scale;

/// <summary>How unevenly unequal things fall on equal places when a hash decides.</summary>
public static class HashSkew
{
    /// <summary>The load of the fullest place to the mean of all, on average over <paramref name="draws"/> hashes.</summary>
    /// <param name="weights">Each falls on one place as a whole.</param>
    /// <param name="rest">What is so many small things that it spreads evenly.</param>
    /// <param name="places">1 or more.</param>
    public static double Of(IReadOnlyList<double> weights, double rest, int places, int draws, Random random)
    {
        var mean = (weights.Sum() + rest) / places;
        var sum = 0.0;
        for (var draw = 0; draw < draws; draw++)
        {
            var load = new double[places];
            foreach (var weight in weights)
            {
                load[random.Next(places)] += weight;
            }

            sum += (load.Max() + (rest / places)) / mean;
        }

        return sum / draws;
    }
}
