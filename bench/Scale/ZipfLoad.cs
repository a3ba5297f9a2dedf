namespace Serverless.Bench.Scale;

/// <summary>Redirects that are drawn one by one: which link each is to.</summary>
public sealed class ZipfLoad
{
    private const int Seed = 7;

    /// <param name="keys">The most popular first.</param>
    /// <param name="exponent">See <see cref="Zipf"/>.</param>
    public ZipfLoad(IReadOnlyList<string> keys, double exponent, int redirects)
    {
        var (upTo, random) = (new double[keys.Count], new Random(Seed));
        for (var rank = 1; rank <= keys.Count; rank++)
        {
            upTo[rank - 1] = (rank > 1 ? upTo[rank - 2] : 0) + Math.Pow(rank, -exponent);
        }

        Popularity = new Zipf(keys.Count, exponent);
        Redirects = [.. Enumerable.Range(0, redirects).Select(_ => Array.BinarySearch(upTo, random.NextDouble() * upTo[^1])).Select(at => keys[at >= 0 ? at : ~at])];
    }

    public Zipf Popularity { get; }

    public IReadOnlyList<string> Redirects { get; }

    /// <summary>Each link that is followed, once.</summary>
    public IReadOnlyList<string> Followed => [.. Redirects.Distinct(StringComparer.Ordinal)];
}
