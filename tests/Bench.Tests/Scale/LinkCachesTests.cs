using BitFaster.Caching;
using BitFaster.Caching.Lru;
using Serverless.Bench.Scale;

namespace Serverless.Bench.Tests.Scale;

/// <summary>The formulas for the caches, held to redirects that are drawn one by one through caches of the app's kind.</summary>
public sealed class LinkCachesTests
{
    private const int Links = 50_000;
    private const int Seed = 3;
    private const double Seconds = 30;

    /// <summary>Long enough for most redirects to come from Redis, short enough for the redirects that are drawn to fill it.</summary>
    private const double Longer = 150;

    /// <summary>How far a formula may be from the simulation, in redirects of all.</summary>
    private const double Tolerance = 0.03;

    /// <summary>How much better the app's memory, which lets single requests pass, is at most than one that only forgets the least recent.</summary>
    private const double Better = 0.08;

    public static TheoryData<double, double, int, double, int> Cases => new()
    {
        { 0.7, 100, 1, Seconds, 100_000 },
        { 0.9, 1_000, 4, Seconds, 100_000 },
        { 0.9, 1_000, 4, Seconds, 1_000 },
        { 0.9, 1_000, 16, Seconds, 300 },
        { 1.1, 1_000, 4, Seconds, 300 },
        { 1.1, 100, 16, Seconds, 100 },
        { 0.7, 100, 1, 10 * Longer, 100_000 },
        { 0.9, 1_000, 4, Longer, 100_000 },
        { 0.9, 1_000, 4, Longer, 1_000 },
        { 0.9, 1_000, 16, Longer, 300 },
        { 1.1, 1_000, 4, Longer, 300 },
        { 1.1, 100, 16, 10 * Longer, 100 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agree_with_redirects_that_are_drawn(double exponent, double perSecond, int instances, double sharedSeconds, int memoryLinks)
    {
        var drawn = Draw(exponent, perSecond, instances, sharedSeconds, () => new ClassicLru<int, double>(memoryLinks));

        var computed = LinkCaches.Of(new Zipf(Links, exponent), perSecond, perSecond, instances, Seconds, sharedSeconds, memoryLinks);

        Assert.Equal(drawn.Store, computed.Store, Tolerance);
        Assert.Equal(drawn.Redis, computed.Redis, Tolerance);
        Assert.Equal(drawn.Memory, computed.Memory, Tolerance);
        Assert.InRange(computed.LinksInRedis / drawn.LinksInRedis, 1 - Tolerance, 1 + Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Promise_no_more_than_the_memory_that_the_app_has(double exponent, double perSecond, int instances, double sharedSeconds, int memoryLinks)
    {
        var drawn = Draw(exponent, perSecond, instances, sharedSeconds, () => new ConcurrentLru<int, double>(memoryLinks));

        var computed = LinkCaches.Of(new Zipf(Links, exponent), perSecond, perSecond, instances, Seconds, sharedSeconds, memoryLinks);

        Assert.Equal(drawn.Store, computed.Store, Tolerance);
        Assert.InRange(drawn.Memory, computed.Memory - Tolerance, computed.Memory + Better);
    }

    [Fact]
    public void One_link_is_read_once_in_the_time_that_it_may_be_believed()
    {
        var shares = LinkCaches.Of(new Zipf(1, 0), perSecond: 10, averagePerSecond: 10, instances: 1, Seconds, Seconds, memoryLinks: 10);

        Assert.Equal(1.0 / 301, shares.Store, 1e-9);
        Assert.Equal(300.0 / 301, shares.Memory, 1e-9);
    }

    [Fact]
    public void Redis_that_believes_links_for_longer_reads_fewer_rows_and_memory_answers_no_more()
    {
        var (links, hour) = (new Zipf(1e6, 0.9), 3_600.0);
        var (shorter, longer) = (LinkCaches.Of(links, 1_000, 1_000, 10, Seconds, hour, 1_000), LinkCaches.Of(links, 1_000, 1_000, 10, Seconds, 24 * hour, 1_000));

        Assert.True(longer.Store < shorter.Store / 2);
        Assert.Equal(shorter.Memory, longer.Memory, 1e-9);
        Assert.Equal(1, longer.Memory + longer.Redis + longer.Store, 1e-9);
    }

    [Fact]
    public void A_cache_for_all_links_misses_none_and_one_for_half_of_equal_links_misses_half()
    {
        Assert.Equal(0, LinkCaches.PastLeastRecent(new Zipf(1_000, 0.9), 1_000));
        Assert.Equal(0.5, LinkCaches.PastLeastRecent(new Zipf(1_000, 0), 500), 1e-6);
    }

    [Fact]
    public void Different_links_are_counted_once() =>
        Assert.Equal(1_000 * (1 - Math.Exp(-1)), LinkCaches.Different(new Zipf(1_000, 0), 100, 10), 1e-6);

    private static LinkCacheShares Draw(double exponent, double perSecond, int instances, double sharedSeconds, Func<ICache<int, double>> newMemory) =>
        new LinkCacheSimulation(Links, exponent, instances, Seconds, sharedSeconds, newMemory, new Random(Seed)).Run(perSecond, 400_000);
}
