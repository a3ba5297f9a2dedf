using Microsoft.Extensions.Options;

namespace Serverless.Core.UrlShortening;

/// <summary>Keeps free blocks in every shard of the pool. Safe to run twice at once: the pool only gets a little fuller.</summary>
public sealed class KeyPoolRefill(IKeyBlockStore blocks, KeyBlockFactory factory, IOptions<LinksOptions> options)
{
    /// <summary>Adds what is missing to each shard and returns how many blocks that were.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer; the next run goes on.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var added = 0;
        for (var shard = 0; shard < options.Value.KeyPool.Shards; shard++)
        {
            added += await FillAsync(shard, options.Value.KeyPool.FreeBlocks, cancellationToken);
        }

        return added;
    }

    private async Task<int> FillAsync(int shard, int wanted, CancellationToken cancellationToken)
    {
        var free = await blocks.ListFreeAsync(shard, wanted, cancellationToken);
        var missing = wanted - free.Count;
        for (var i = 0; i < missing; i++)
        {
            await blocks.TryAddAsync(factory.Create(shard), cancellationToken);
        }

        return missing;
    }
}
