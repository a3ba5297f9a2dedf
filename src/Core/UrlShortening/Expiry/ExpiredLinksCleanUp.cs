using Microsoft.Extensions.Options;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Forgetting;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Expiry;

/// <summary>
/// Does what is due in one expiry partition: links become gone rows, matured gone rows give their keys back and go, with
/// the clicks on what they were. An entry is removed last, after all that it led to is done, so whatever a killed run left, the next one finds; and every
/// change of a row is conditional, so that two runs at once do it once.
/// </summary>
public sealed class ExpiredLinksCleanUp(
    ILinkStore links, LinkWriter writer, IClickStore clicks, KeyRecycling recycling, IOptions<LinksOptions> options, TimeProvider time)
{
    /// <summary>Entries that are worked on together; their keys fit into one block.</summary>
    private const int Page = KeyBlock.Size;

    /// <summary>Returns how many entries were looked at.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer; another run goes on.</exception>
    public async Task<int> RunAsync(ExpiryPartition partition, CancellationToken cancellationToken)
    {
        var (count, due) = (0, time.GetUtcNow() - ExpiryPartition.Grace);
        DueLink? after = null;
        while (true)
        {
            var entries = await links.ListDueAsync(partition, after, due, Page, cancellationToken);
            await CleanUpAsync(partition, entries, cancellationToken);
            count += entries.Count;
            if (entries.Count < Page)
            {
                return count;
            }

            after = entries[^1];
        }
    }

    private async Task CleanUpAsync(ExpiryPartition partition, IReadOnlyList<DueLink> entries, CancellationToken cancellationToken)
    {
        var rows = await Task.WhenAll(entries.Select(entry => links.FindAsync(entry.Key, cancellationToken)));
        var pairs = entries.Zip(rows, (entry, row) => (Entry: entry, Row: row)).ToArray();
        await Task.WhenAll(pairs.Where(pair => !IsOf(pair.Row, pair.Entry)).Select(pair => RemoveStaleAsync(pair.Entry, pair.Row, cancellationToken)));

        var current = pairs.Where(pair => IsOf(pair.Row, pair.Entry)).Select(pair => pair.Row!).ToArray();
        await Task.WhenAll(from stored in current where stored.Row is LinkRow.Live select BuryAsync(stored, ((LinkRow.Live)stored.Row).Link, cancellationToken));
        await ReleaseAsync(partition, [.. current.Where(stored => stored.Row is LinkRow.Gone)], cancellationToken);
    }

    // An entry of the issue that the row still tells of is of an earlier expiry: another entry leads to its clicks.
    private async Task RemoveStaleAsync(DueLink entry, StoredLink? row, CancellationToken cancellationToken)
    {
        if (row?.Row.Nonce != entry.Nonce)
        {
            await clicks.RemoveAsync(entry.Key, entry.Nonce, cancellationToken);
        }

        await links.RemoveDueAsync(entry, cancellationToken);
    }

    private static bool IsOf(StoredLink? stored, DueLink entry) => stored is not null && DueLink.Of(stored.Row) == entry;

    private async Task BuryAsync(StoredLink live, ShortLink link, CancellationToken cancellationToken)
    {
        var gone = LinkRow.Gone.Of(link, link.ExpiresAt, time.GetUtcNow() + options.Value.Quarantine);
        if (await writer.TryReplaceAsync(live, gone, cancellationToken))
        {
            await links.RemoveDueAsync(DueLink.Of(live.Row), cancellationToken);
        }
    }

    // The first row goes last, because a later run recognises the block that its key leads to.
    private async Task ReleaseAsync(ExpiryPartition partition, IReadOnlyList<StoredLink> gone, CancellationToken cancellationToken)
    {
        var aliases = gone.Where(stored => !LinkKey.IsFromPool(stored.Row.Key));
        var recycled = await recycling.RunAsync(partition, [.. gone.Except(aliases)], cancellationToken);
        await Task.WhenAll(aliases.Concat(recycled.Skip(1)).Select(stored => RemoveAsync(stored, cancellationToken)));
        await Task.WhenAll(recycled.Take(1).Select(stored => RemoveAsync(stored, cancellationToken)));
    }

    private async Task RemoveAsync(StoredLink gone, CancellationToken cancellationToken)
    {
        if (await links.TryRemoveAsync(gone, cancellationToken))
        {
            await clicks.RemoveAsync(gone.Row.Key, gone.Row.Nonce, cancellationToken);
            await links.RemoveDueAsync(DueLink.Of(gone.Row), cancellationToken);
        }
    }
}
