using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Administration;

/// <summary>Lists links with all that a backup needs: also what has ended but keeps its key, and how often each was followed.</summary>
public sealed class LinkInventory(LinkReader links, LinkStatsReader stats, TimeProvider time)
{
    private const int MaxAtOnce = 16;

    /// <summary>Links of an owner, newest first.</summary>
    /// <inheritdoc cref="LinkReader.ListAsync(string, LinkLabel?, OwnedLink?, int, CancellationToken)"/>
    public async Task<(IReadOnlyList<ListedLink> Links, OwnedLink? Next)> ListAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken)
    {
        var (rows, next) = await links.ListEvenEndedAsync(owner, after, limit, cancellationToken);
        return (await CountAsync(rows.Select(Listed), cancellationToken), next);
    }

    /// <summary>Links of all owners, by key.</summary>
    /// <inheritdoc cref="LinkReader.ListByKeyAsync"/>
    public async Task<(IReadOnlyList<ListedLink> Links, string? Next)> ListAllAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var (rows, next) = await links.ListByKeyAsync(after, limit, cancellationToken);
        return (await CountAsync(rows.Select(Listed), cancellationToken), next);
    }

    /// <summary>Live links with how often each was followed.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer.</exception>
    public Task<IReadOnlyList<ListedLink>> CountAsync(IEnumerable<ShortLink> live, CancellationToken cancellationToken) =>
        CountAsync(live.Select(link => new ListedLink(link, null, 0, 0)), cancellationToken);

    private async Task<IReadOnlyList<ListedLink>> CountAsync(IEnumerable<ListedLink> uncounted, CancellationToken cancellationToken)
    {
        var listed = uncounted.ToArray();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, listed.Length, parallel, async (index, token) =>
        {
            var (clicks, bots) = await stats.TotalsAsync(listed[index].Link, token);
            listed[index] = listed[index] with { Clicks = clicks, Bots = bots };
        });
        return listed;
    }

    private ListedLink Listed(LinkRow row) => new(row.Issue!, row.EndedAt(time.GetUtcNow()), 0, 0);
}

/// <summary>A link as it stands in the inventory.</summary>
/// <param name="EndedAt">Null while it lives.</param>
/// <param name="Clicks">Of people, those that it brought along among them; a lower bound.</param>
/// <param name="Bots">Of others.</param>
public sealed record ListedLink(ShortLink Link, DateTimeOffset? EndedAt, long Clicks, long Bots);
