namespace Serverless.Bench.Scale;

/// <summary>
/// The two caches of followed links, for requests that come independently of one another. A link may be believed for a fixed
/// time from the read of its row, in every cache it passes through, so the row of a link that is asked for λ times a second
/// is read once in T + 1/λ seconds. The memory of an instance also forgets the least recently used: after a time that fills
/// it (Che, Tung and Wang, "Hierarchical Web Caching Systems", 2002).
/// </summary>
public static class LinkCaches
{
    private const int Halvings = 60;

    /// <param name="perSecond">Redirects of all instances together.</param>
    /// <param name="seconds">How long a link may be believed.</param>
    /// <param name="memoryLinks">How many an instance keeps.</param>
    public static LinkCacheShares Of(Zipf popularity, double perSecond, double instances, double seconds, double memoryLinks)
    {
        var each = perSecond / instances;
        var forgotten = Forgotten(popularity, each, seconds, memoryLinks);
        var store = popularity.Sum(share => share / (1 + (share * perSecond * seconds)));
        var past = popularity.Sum(share => share / (1 + Math.Min(share * each * seconds, Math.Exp(share * each * forgotten) - 1)));
        var held = popularity.Sum(share => share * perSecond * seconds / (1 + (share * perSecond * seconds)));
        return new LinkCacheShares(1 - past, Math.Max(0, past - store), store, held);
    }

    /// <summary>How many different links are followed in a time, by one who sees so many redirects a second.</summary>
    public static double Different(Zipf popularity, double perSecond, double seconds) =>
        popularity.Sum(share => 1 - Math.Exp(-share * perSecond * seconds));

    /// <summary>After how many seconds without a request a link has been pushed out of a memory; at most those that it lives.</summary>
    private static double Forgotten(Zipf popularity, double perSecond, double seconds, double memoryLinks)
    {
        if (Different(popularity, perSecond, seconds) <= memoryLinks)
        {
            return seconds;
        }

        var (low, high) = (0.0, seconds);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Different(popularity, perSecond, middle) < memoryLinks ? (middle, high) : (low, middle);
        }

        return low;
    }
}
