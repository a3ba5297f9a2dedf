namespace Serverless.Core.UrlShortening.Keys;

/// <summary>
/// Moves the keys of small free blocks, as recycling and stopped instances leave them, into one: first they are added to
/// it, then the emptied blocks become stubs. Killed in between, the next run finds the emptied ones contained in others.
/// </summary>
public sealed class KeyBlockMerge(IKeyBlockStore blocks, KeyBlockFactory factory, TimeProvider time)
{
    /// <summary>Returns the blocks that stay, of those given.</summary>
    /// <param name="free">Free blocks of one shard as read.</param>
    public async Task<int> RunAsync(IReadOnlyList<KeyBlock> free, CancellationToken cancellationToken)
    {
        if (free.All(block => block.Keys.Count >= factory.Size))
        {
            return free.Count;
        }

        var kept = new HashSet<string>(StringComparer.Ordinal);
        var ordered = free.OrderByDescending(block => block.Keys.Count).ToArray();
        var redundant = ordered.Where(block => !block.Keys.Aggregate(false, (news, key) => kept.Add(key) || news)).ToArray();
        await EmptyAsync(redundant, cancellationToken);
        var absorbed = await AbsorbAsync([.. ordered.Except(redundant).Where(block => block.Keys.Count < factory.Size)], cancellationToken);
        return free.Count - redundant.Length - absorbed;
    }

    private async Task<int> AbsorbAsync(IReadOnlyList<KeyBlock> small, CancellationToken cancellationToken)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var together = small.Where(block => TryAdd(keys, block)).ToArray();
        if (together.Length < 2 || !await blocks.TryReplaceAsync(together[0] with { Keys = [.. keys] }, cancellationToken))
        {
            return 0;
        }

        await EmptyAsync(together[1..], cancellationToken);
        return together.Length - 1;
    }

    private bool TryAdd(HashSet<string> keys, KeyBlock block)
    {
        var fits = keys.Count + block.Keys.Count(key => !keys.Contains(key)) <= factory.Size;
        if (fits)
        {
            keys.UnionWith(block.Keys);
        }

        return fits;
    }

    private async Task EmptyAsync(IEnumerable<KeyBlock> emptied, CancellationToken cancellationToken)
    {
        foreach (var block in emptied)
        {
            await blocks.TryReplaceAsync(block.UsedUp(time.GetUtcNow()), cancellationToken);
        }
    }
}
