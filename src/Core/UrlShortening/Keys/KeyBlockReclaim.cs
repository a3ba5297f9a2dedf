using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Keys;

/// <summary>
/// Frees the blocks of instances that died: in place, by one conditional write, so that a block can be neither doubled
/// nor resurrected. Which keys were handed out is not known; those with a live link are left out, which saves the next
/// holder the attempt and loses nothing, because a link's row brings its key back.
/// </summary>
public sealed class KeyBlockReclaim(IKeyBlockStore blocks, ILinkStore links, TimeProvider time)
{
    /// <summary>How long after the end of its lease a block is left alone, because the holder's clock may be behind.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMinutes(5);

    private const int MaxBlocks = 100;

    /// <summary>Frees what is due in a shard, up to 100 blocks.</summary>
    public async Task RunAsync(int shard, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var block in await blocks.ListLeasedAsync(shard, DateTimeOffset.MinValue, now - Delay, MaxBlocks, cancellationToken))
        {
            var rows = await Task.WhenAll(block.Keys.Select(key => links.FindAsync(key, cancellationToken)));
            var rest = block.Keys.Zip(rows).Where(pair => pair.Second?.Row is not LinkRow.Live).Select(pair => pair.First).ToArray();
            await blocks.TryReplaceAsync(block.Freed(rest, now), cancellationToken);
        }
    }
}
