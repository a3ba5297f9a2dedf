using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Simulation;

/// <summary>
/// The three guarantees, held against the stores after every step: never two live links for a key; never a key issued
/// again before the end of its quarantine, unless its own link comes back; and no key lost, which is: every key that was ever in a stored block is in a
/// block that is free or leased, or has a row; and every row has its entry in the index by expiry.
/// </summary>
internal sealed class Guarantees
{
    private readonly InMemoryLinkStore links;
    private readonly InMemoryKeyBlockStore blocks;
    private readonly SimulatedTime time;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> quarantine = new(StringComparer.Ordinal);
    private (long Links, long Blocks) seen;

    public Guarantees(InMemoryLinkStore links, InMemoryKeyBlockStore blocks, SimulatedTime time)
    {
        (this.links, this.blocks, this.time) = (links, blocks, time);
        links.Changed = OnChanged;
    }

    /// <summary>Which guarantee is broken, and how; null while all hold.</summary>
    public string? Violation { get; private set; }

    public void Check()
    {
        if (seen == (links.Version, blocks.Version))
        {
            return;
        }

        seen = (links.Version, blocks.Version);
        foreach (var stored in links.Rows.Where(stored => !links.HasEntry(stored.Row)))
        {
            Violation ??= $"{stored.Row} is in no index: its key is lost.";
        }

        var reachable = links.Rows.Select(stored => stored.Row.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var block in blocks.All)
        {
            known.UnionWith(block.Keys);
            if (block.UsedUpAt is null)
            {
                reachable.UnionWith(block.Keys);
            }
        }

        if (!known.IsSubsetOf(reachable))
        {
            Violation ??= $"Lost: {string.Join(' ', known.Except(reachable))}.";
        }
    }

    /// <summary>After the last timers: every key is in a free block, and no lease, row or entry is left.</summary>
    public void CheckAtEnd()
    {
        Check();
        var free = blocks.All.Where(block => block.IsFree).SelectMany(block => block.Keys);
        if (!known.IsSubsetOf(free) || blocks.All.Any(block => block.Lease is not null) || links.Rows.Count > 0 || links.DueEntries > 0)
        {
            Violation ??= $"Left over: {links.Rows.Count} rows, {links.DueEntries} entries, {blocks.All.Count(block => block.Lease is not null)} leases, keys {string.Join(' ', known.Except(free))}.";
        }
    }

    private void OnChanged(LinkRow? before, LinkRow? after)
    {
        if (before is LinkRow.Live && (after is null || (after is LinkRow.Live && after.Nonce != before.Nonce)))
        {
            Violation ??= $"{before} was followed by {after?.ToString() ?? "nothing"}.";
        }

        var key = (before ?? after)!.Key;
        if (before is LinkRow.Gone ended && after is LinkRow.Live returned && after.Nonce == before.Nonce)
        {
            CheckReturn(ended, returned);
            quarantine.Remove(key);
        }

        if (after is not LinkRow.Gone && quarantine.TryGetValue(key, out var until) && until > time.Now + History.MaxClockError)
        {
            Violation ??= $"{key} was issued or released before {until:O}.";
        }

        quarantine.Remove(key);
        if (after is LinkRow.Gone gone)
        {
            quarantine[key] = gone.Until;
        }
    }

    private void CheckReturn(LinkRow.Gone ended, LinkRow.Live returned)
    {
        if (ended.Link is null || returned.Link with { ExpiresAt = ended.Link.ExpiresAt, Revision = null } != ended.Link with { Revision = null })
        {
            Violation ??= $"{ended.Key} came back as another link.";
        }
        else if (returned.Link.Revision == ended.Link.Revision)
        {
            Violation ??= $"{ended.Key} came back with a revision that it had before.";
        }

        if (time.Now > ended.Until + ExpiryPartition.WriteMargin + History.MaxClockError)
        {
            Violation ??= $"{ended.Key} came back after its quarantine.";
        }
    }
}
