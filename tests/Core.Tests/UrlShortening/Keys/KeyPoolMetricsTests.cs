using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Keys;

namespace Serverless.Core.Tests.UrlShortening.Keys;

public sealed class KeyPoolMetricsTests
{
    private static readonly LinksOptions TwoShards = new() { KeyPool = { Shards = 2, FreeBlocks = 3 } };

    private readonly Shortener shortener = new(settings: TwoShards);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Knows_nothing_before_a_refill() => Assert.Null(shortener.PoolMetrics.Levels);

    [Fact]
    public async Task Shows_each_shard_as_the_refill_left_it()
    {
        await shortener.Refill.RunAsync(Cancel);
        KeyPoolLevel Full(int shard, int added) => new(shard, 3, 3 * KeyBlock.Size, added, 3, 0, 0);
        Assert.Equal([Full(0, 3), Full(1, 3)], shortener.PoolMetrics.Levels);

        await shortener.CreateAsync();
        await shortener.Refill.RunAsync(Cancel);
        var taken = Assert.Single(shortener.PoolMetrics.Levels!, level => level.Leases == 1);
        Assert.Equal(Full(taken.Shard, 1) with { RecentTakes = 1, Leases = 1 }, taken);
        Assert.Equal(Full(1 - taken.Shard, 0), shortener.PoolMetrics.Levels![1 - taken.Shard]);
    }

    [Fact]
    public async Task Counts_a_lease_that_began_long_ago_as_a_lease_but_not_as_a_take()
    {
        await shortener.CreateAsync();
        shortener.Time.Advance(KeyPoolRefill.RateWindow + TimeSpan.FromSeconds(1));
        await shortener.Refill.RunAsync(Cancel);
        Assert.Equal((1, 0), (shortener.PoolMetrics.Levels!.Sum(level => level.Leases), shortener.PoolMetrics.Levels!.Sum(level => level.RecentTakes)));
    }

    [Fact]
    public async Task Counts_the_keys_of_small_blocks_that_were_merged_once()
    {
        await shortener.Blocks.TryAddAsync(new KeyBlock { Shard = 0, Id = "one", Keys = ["a", "b"] }, Cancel);
        await shortener.Blocks.TryAddAsync(new KeyBlock { Shard = 0, Id = "two", Keys = ["b", "c"] }, Cancel);
        await shortener.Refill.RunAsync(Cancel);
        Assert.Equal((3, 3 + (2 * KeyBlock.Size)), (shortener.PoolMetrics.Levels![0].FreeBlocks, shortener.PoolMetrics.Levels![0].FreeKeys));
    }

    [Fact]
    public async Task Forgets_what_a_refill_saw_when_none_has_followed_it()
    {
        await shortener.Refill.RunAsync(Cancel);
        shortener.Time.Advance(KeyPoolMetrics.TrustedFor);
        Assert.NotNull(shortener.PoolMetrics.Levels);
        shortener.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(shortener.PoolMetrics.Levels);
    }

    [Fact]
    public async Task Publishes_the_levels_by_shard_and_counts_takes()
    {
        using var seen = new SeenMeasurements(shortener.Meters);
        await shortener.CreateAsync();
        Assert.Equal(1, seen.Last("serverless.links.key_pool.takes", "kind", "taken"));
        seen.Observe();
        Assert.Null(seen.Last("serverless.links.key_pool.free_blocks", "shard", 0));

        await shortener.Refill.RunAsync(Cancel);
        seen.Observe();
        Assert.Equal(3, seen.Last("serverless.links.key_pool.free_blocks", "shard", 0));
        Assert.Equal(3 * KeyBlock.Size, seen.Last("serverless.links.key_pool.free_keys", "shard", 1));
        Assert.Equal(3, seen.Last("serverless.links.key_pool.wanted_blocks", "shard", 1));
        Assert.Equal(1, seen.Last("serverless.links.key_pool.leases", "shard", 0) + seen.Last("serverless.links.key_pool.leases", "shard", 1));
        Assert.Equal(1, seen.Last("serverless.links.key_pool.recent_takes", "shard", 0) + seen.Last("serverless.links.key_pool.recent_takes", "shard", 1));
    }

    [Fact]
    public async Task Counts_a_renewed_lease_apart()
    {
        using var seen = new SeenMeasurements(shortener.Meters);
        await shortener.CreateAsync();
        shortener.Time.Advance(TwoShards.KeyPool.Lease);
        await shortener.CreateAsync();
        Assert.Equal(1, seen.Last("serverless.links.key_pool.takes", "kind", "renewed"));
    }
}
