using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Administration;

/// <summary>Lists links with all that a backup needs: also what has ended but keeps its key, and how often each was followed.</summary>
public sealed class LinkInventory(LinkReader links, LinkStatsReader stats, TimeProvider time)
{
    private const int MaxAtOnce = 16;

    /// <summary>Links of an owner, newest first.</summary>
    /// <inheritdoc cref="LinkReader.ListAsync"/>
    public async Task<(IReadOnlyList<ListedLink> Links, OwnedLink? Next)> ListAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken)
    {
        var (rows, next) = await links.ListEvenEndedAsync(owner, after, limit, cancellationToken);
        return (await CountAsync(rows, cancellationToken), next);
    }

    /// <summary>Links of all owners, by key.</summary>
    /// <inheritdoc cref="LinkReader.ListByKeyAsync"/>
    public async Task<(IReadOnlyList<ListedLink> Links, string? Next)> ListAllAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var (rows, next) = await links.ListByKeyAsync(after, limit, cancellationToken);
        return (await CountAsync(rows, cancellationToken), next);
    }

    private async Task<IReadOnlyList<ListedLink>> CountAsync(IReadOnlyList<LinkRow> rows, CancellationToken cancellationToken)
    {
        var listed = new ListedLink[rows.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, rows.Count, parallel, async (index, token) =>
        {
            var link = rows[index].Issue!;
            var (clicks, bots) = await stats.TotalsAsync(link, token);
            listed[index] = new ListedLink(link, rows[index].EndedAt(time.GetUtcNow()), clicks, bots);
        });
        return listed;
    }
}

/// <summary>A link as it stands in the inventory.</summary>
/// <param name="EndedAt">Null while it lives.</param>
/// <param name="Clicks">Of people, those that it brought along among them; a lower bound.</param>
/// <param name="Bots">Of others.</param>
public sealed record ListedLink(ShortLink Link, DateTimeOffset? EndedAt, long Clicks, long Bots);
