using BitFaster.Caching;

namespace Serverless.Bench.Scale;

/// <summary>Draws redirects one by one through caches of the kind that the app has, to check <see cref="LinkCaches"/>.</summary>
public sealed class LinkCacheSimulation
{
    private readonly double[] upTo;
    private readonly double memorySeconds;
    private readonly double sharedSeconds;
    private readonly ICache<int, double>[] memories;
    private readonly Dictionary<int, double> shared = [];
    private readonly Random random;

    /// <param name="links">Few enough to be drawn from one by one.</param>
    /// <param name="newMemory">Makes an instance's memory.</param>
    public LinkCacheSimulation(int links, double exponent, int instances, double memorySeconds, double sharedSeconds, Func<ICache<int, double>> newMemory, Random random)
    {
        (this.memorySeconds, this.sharedSeconds, this.random) = (memorySeconds, sharedSeconds, random);
        upTo = new double[links];
        for (var rank = 1; rank <= links; rank++)
        {
            upTo[rank - 1] = (rank > 1 ? upTo[rank - 2] : 0) + Math.Pow(rank, -exponent);
        }

        memories = [.. Enumerable.Range(0, instances).Select(_ => newMemory())];
    }

    /// <summary>Where the redirects of the second half of the time find their link; the first half fills the caches.</summary>
    public LinkCacheShares Run(double perSecond, int requests)
    {
        var (found, now) = (new int[3], 0.0);
        for (var i = 0; i < requests; i++)
        {
            now += -Math.Log(1 - random.NextDouble()) / perSecond;
            var level = Follow(Draw(), memories[random.Next(memories.Length)], now);
            found[level] += i >= requests / 2 ? 1 : 0;
        }

        double all = found.Sum();
        return new LinkCacheShares(found[0] / all, found[1] / all, found[2] / all, shared.Values.Count(until => until > now));
    }

    private int Follow(int link, ICache<int, double> memory, double now)
    {
        if (memory.TryGet(link, out var until) && until > now)
        {
            return 0;
        }

        var level = 1;
        if (!shared.TryGetValue(link, out until) || until <= now)
        {
            (level, until) = (2, now + sharedSeconds);
            shared[link] = until;
        }

        memory.AddOrUpdate(link, Math.Min(until, now + memorySeconds));
        return level;
    }

    private int Draw()
    {
        var at = Array.BinarySearch(upTo, random.NextDouble() * upTo[^1]);
        return at >= 0 ? at : ~at;
    }
}
