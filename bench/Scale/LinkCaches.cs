namespace Serverless.Bench.Scale;

/// <summary>
/// The two caches of followed links, for requests that come independently of one another. Redis believes a link for a fixed
/// time from the read of its row, so the row of a link that is asked for λ times a second is read once in T + 1/λ seconds.
/// An instance believes it for a shorter time from when it asked; where that is as long, at most until Redis does, too. It
/// also forgets the least recently used: after a time that fills its memory (Che, Tung and Wang, "Hierarchical Web Caching
/// Systems", 2002).
/// </summary>
public static class LinkCaches
{
    private const int Halvings = 100;
    private const double Longest = 1e15;

    /// <param name="perSecond">Redirects of all instances together, now.</param>
    /// <param name="averagePerSecond">In the time that Redis believes a link.</param>
    /// <param name="memorySeconds">How long an instance may believe a link.</param>
    /// <param name="sharedSeconds">How long Redis may, at least as long.</param>
    /// <param name="memoryLinks">How many an instance keeps.</param>
    public static LinkCacheShares Of(
        Zipf popularity, double perSecond, double averagePerSecond, double instances, double memorySeconds, double sharedSeconds, double memoryLinks)
    {
        var each = perSecond / instances;
        var forgotten = Forgotten(popularity, each, memorySeconds, memoryLinks);
        var inRedis = averagePerSecond * sharedSeconds;
        var store = popularity.Sum(share => share / (1 + (share * inRedis)));
        // Copies that end together are fetched together.
        var together = sharedSeconds > memorySeconds ? 1 : instances;
        var past = popularity.Sum(share => share * PastMemory(share * each * memorySeconds, share * each * forgotten, together));
        var held = popularity.Sum(share => share * inRedis / (1 + (share * inRedis)));
        return new LinkCacheShares(1 - past, Math.Max(0, past - store), store, held);
    }

    /// <summary>The share of redirects that one cache for all can't answer, if it forgets only what was not asked for the longest.</summary>
    public static double PastLeastRecent(Zipf popularity, double links)
    {
        if (links >= popularity.Items)
        {
            return 0;
        }

        // Time in requests: a second has one.
        var forgotten = Forgotten(popularity, 1, Longest, links);
        return popularity.Sum(share => share * Math.Exp(-share * forgotten));
    }

    /// <summary>How many different links are followed in a time, by one who sees so many redirects a second.</summary>
    public static double Different(Zipf popularity, double perSecond, double seconds) =>
        popularity.Sum(share => 1 - Math.Exp(-share * perSecond * seconds));

    /// <summary>
    /// The share of a link's redirects that the memories don't answer. Where all copies of a link end together, in that time
    /// an instance has to fetch it for its first redirect, but for the instance that read the row, and again for each that
    /// comes after the link was pushed out. Where each copy ends by itself, an instance is as if it were alone.
    /// </summary>
    /// <param name="asked">Redirects of an instance in the time that the link may be believed.</param>
    /// <param name="askedUntilForgotten">In the time after which it is pushed out.</param>
    /// <param name="instances">Whose copies end together.</param>
    private static double PastMemory(double asked, double askedUntilForgotten, double instances)
    {
        var first = 1 - Math.Exp(-asked);
        // That a redirect comes so late after the one before, of those that come while the link may be believed.
        var again = first > 0 ? (Math.Exp(-askedUntilForgotten) - Math.Exp(-asked)) / first : 0;
        return (1 + (asked * again) + ((instances - 1) * (first + ((asked - first) * again)))) / (1 + (asked * instances));
    }

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
