using Microsoft.Extensions.Options;

namespace Serverless.Core.UrlShortening.Keys;

/// <summary>
/// Keeps free blocks in every shard of the pool: reclaims, merges, makes new ones, and drops old stubs. Safe to run twice
/// at once: the pool only gets a little fuller.
/// </summary>
public sealed class KeyPoolRefill(
    IKeyBlockStore blocks,
    KeyBlockFactory factory,
    KeyBlockReclaim reclaim,
    KeyBlockMerge merge,
    KeyPoolMetrics metrics,
    IOptions<LinksOptions> options,
    TimeProvider time)
{
    /// <summary>How long a stub keeps its id from being used again: a stalled run that would, has ended by then.</summary>
    public static readonly TimeSpan StubLife = TimeSpan.FromDays(7);

    /// <summary>The time over which takes are counted; as many blocks are kept ready, so the pool lasts as long at twice the rate as the timer has tries to follow.</summary>
    public static readonly TimeSpan RateWindow = TimeSpan.FromMinutes(10);

    private const int MaxBlocks = 1_000;

    /// <summary>So many free blocks are looked at in search of small ones.</summary>
    private const int MergeScan = 64;

    /// <summary>Adds what is missing to each shard and returns how many blocks that were.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer; the next run goes on.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var levels = new List<KeyPoolLevel>();
        for (var shard = 0; shard < options.Value.KeyPool.Shards; shard++)
        {
            await reclaim.RunAsync(shard, cancellationToken);
            await DropStubsAsync(shard, cancellationToken);
            levels.Add(await FillAsync(shard, cancellationToken));
        }

        metrics.Record(levels);
        return levels.Sum(level => level.AddedBlocks);
    }

    private async Task DropStubsAsync(int shard, CancellationToken cancellationToken)
    {
        foreach (var stub in await blocks.ListUsedUpAsync(shard, DateTimeOffset.MinValue, time.GetUtcNow() - StubLife, MaxBlocks, cancellationToken))
        {
            await blocks.TryRemoveAsync(stub, cancellationToken);
        }
    }

    private async Task<KeyPoolLevel> FillAsync(int shard, CancellationToken cancellationToken)
    {
        var (takes, leases) = await CountTakesAsync(shard, cancellationToken);
        var wanted = Math.Clamp(takes, options.Value.KeyPool.FreeBlocks, MaxBlocks);
        var free = await blocks.ListFreeAsync(shard, Math.Max(wanted, MergeScan), cancellationToken);
        var left = await merge.RunAsync(free, cancellationToken);
        var missing = Math.Max(0, wanted - left);
        for (var i = 0; i < missing; i++)
        {
            await blocks.TryAddAsync(factory.Create(shard), cancellationToken);
        }

        var keys = free.SelectMany(block => block.Keys).Distinct(StringComparer.Ordinal).Count() + (missing * factory.Size);
        return new KeyPoolLevel(shard, left + missing, keys, missing, wanted, takes, leases);
    }

    // What was taken lately, by whichever instance, is leased since or has been used up since: the takes' own writes say it.
    private async Task<(int Takes, int Leases)> CountTakesAsync(int shard, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - RateWindow;
        var leased = await blocks.ListLeasedAsync(shard, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, MaxBlocks, cancellationToken);
        var usedUp = await blocks.ListUsedUpAsync(shard, since, DateTimeOffset.MaxValue, MaxBlocks, cancellationToken);
        // The list begins with the oldest: of a full one the rest was not seen, and all may be new.
        var recent = leased.Count == MaxBlocks ? MaxBlocks : leased.Count(block => block.Lease!.Until >= since + options.Value.KeyPool.Lease);
        return (recent + usedUp.Count, leased.Count);
    }
}
