using Microsoft.Extensions.Options;

namespace Serverless.Core.UrlShortening;

/// <summary>
/// Keeps free blocks in every shard of the pool: reclaims, merges, makes new ones, and drops old stubs. Safe to run twice
/// at once: the pool only gets a little fuller.
/// </summary>
public sealed class KeyPoolRefill(
    IKeyBlockStore blocks,
    KeyBlockFactory factory,
    KeyBlockReclaim reclaim,
    KeyBlockMerge merge,
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
        var added = 0;
        for (var shard = 0; shard < options.Value.KeyPool.Shards; shard++)
        {
            await reclaim.RunAsync(shard, cancellationToken);
            await DropStubsAsync(shard, cancellationToken);
            added += await FillAsync(shard, cancellationToken);
        }

        return added;
    }

    private async Task DropStubsAsync(int shard, CancellationToken cancellationToken)
    {
        foreach (var stub in await blocks.ListUsedUpAsync(shard, DateTimeOffset.MinValue, time.GetUtcNow() - StubLife, MaxBlocks, cancellationToken))
        {
            await blocks.TryRemoveAsync(stub, cancellationToken);
        }
    }

    private async Task<int> FillAsync(int shard, CancellationToken cancellationToken)
    {
        var wanted = Math.Clamp(await CountTakesAsync(shard, cancellationToken), options.Value.KeyPool.FreeBlocks, MaxBlocks);
        var free = await blocks.ListFreeAsync(shard, Math.Max(wanted, MergeScan), cancellationToken);
        var missing = Math.Max(0, wanted - await merge.RunAsync(free, cancellationToken));
        for (var i = 0; i < missing; i++)
        {
            await blocks.TryAddAsync(factory.Create(shard), cancellationToken);
        }

        return missing;
    }

    // What was taken lately, by whichever instance, is leased since or has been used up since: the takes' own writes say it.
    private async Task<int> CountTakesAsync(int shard, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - RateWindow;
        var leased = await blocks.ListLeasedAsync(shard, since + options.Value.KeyPool.Lease, DateTimeOffset.MaxValue, MaxBlocks, cancellationToken);
        var usedUp = await blocks.ListUsedUpAsync(shard, since, DateTimeOffset.MaxValue, MaxBlocks, cancellationToken);
        return leased.Count + usedUp.Count;
    }
}
