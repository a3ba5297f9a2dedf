using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Keys;

/// <summary>
/// Puts keys whose quarantine is over back into the pool. The block's id follows from the first of them, that is from its
/// key, nonce and time, which never come together again: a run that was killed or runs beside another finds the block
/// instead of adding a second, in whatever state it is by then.
/// </summary>
public sealed class KeyRecycling(IKeyBlockStore blocks, IOptions<LinksOptions> options)
{
    /// <summary>Returns those rows, in their order, whose keys are in the pool now; the others are for another run.</summary>
    /// <param name="gone">Matured rows of keys of the pool, as many as a block holds at most.</param>
    public async Task<IReadOnlyList<StoredLink>> RunAsync(ExpiryPartition partition, IReadOnlyList<StoredLink> gone, CancellationToken cancellationToken)
    {
        if (gone.Count == 0)
        {
            return [];
        }

        var block = BlockOf(partition, gone);
        if (await blocks.TryAddAsync(block, cancellationToken))
        {
            return gone;
        }

        // A key leaves a block only with a live row, which these are not.
        var known = await blocks.FindAsync(block.Shard, block.Id, cancellationToken);
        return [.. gone.Where(stored => known?.Keys.Contains(stored.Row.Key) == true)];
    }

    private KeyBlock BlockOf(ExpiryPartition partition, IReadOnlyList<StoredLink> gone) => new()
    {
        Shard = partition.Shard % options.Value.KeyPool.Shards,
        Id = IdOf(DueLink.Of(gone[0].Row)),
        Keys = [.. gone.Select(stored => stored.Row.Key)],
    };

    private static string IdOf(DueLink first) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{first.DueAt.UtcTicks} {first.Key} {first.Nonce}")).AsSpan(0, 24));
}
