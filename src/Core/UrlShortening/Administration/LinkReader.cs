using Serverless.Core.Access;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Administration;

/// <summary>Answers where a key leads, and what links an owner has.</summary>
public sealed class LinkReader(ILinkStore links, TimeProvider time)
{
    /// <summary>Index entries whose link is gone are passed over; after so many rounds a page may come back short rather than late.</summary>
    private const int MaxRounds = 10;

    /// <summary>Characters of a page, about: with a limit of 1,000 links, long URLs would make answers of eight megabytes.</summary>
    private const int MaxSize = 1_000_000;

    /// <summary>Of a link without its URL.</summary>
    private const int SizeOfRest = 400;

    /// <summary>What the row of a key says, past every cache; who follows a link asks <see cref="LinkFollower"/>.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer.</exception>
    public async ValueTask<LinkResult> FollowAsync(string key, CancellationToken cancellationToken)
    {
        if (!LinkKey.IsPossible(key))
        {
            return LinkResult.NotFound;
        }

        var stored = await links.FindAsync(key, cancellationToken);
        return LinkResult.Of(stored?.Row, time.GetUtcNow());
    }

    /// <summary>The link of a key, for its owner or an admin.</summary>
    /// <inheritdoc cref="FollowAsync"/>
    public async ValueTask<LinkResult> GetAsync(string key, Caller caller, CancellationToken cancellationToken) =>
        (await FollowAsync(key, cancellationToken)).For(caller);

    /// <summary>The link of a key, for its owner or an admin, also when it has ended, until its key is free.</summary>
    /// <inheritdoc cref="FollowAsync"/>
    public async ValueTask<LinkResult> GetEvenEndedAsync(string key, Caller caller, CancellationToken cancellationToken)
    {
        var row = LinkKey.IsPossible(key) ? (await links.FindAsync(key, cancellationToken))?.Row : null;
        return (row?.Issue is { } link ? LinkResult.Of(link) : LinkResult.Of(row, time.GetUtcNow())).For(caller);
    }

    /// <summary>Live links of an owner, newest first.</summary>
    /// <param name="after">Where the page before ended; null for the start.</param>
    /// <param name="limit">Links in a page, 1-1,000; a page of long URLs holds fewer.</param>
    /// <inheritdoc cref="FollowAsync"/>
    public async Task<LinkPage> ListAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken)
    {
        var (rows, next) = await ListRowsAsync(owner, after, limit, row => row.EndedAt(time.GetUtcNow()) is null, cancellationToken);
        return new LinkPage([.. rows.Select(row => row.Issue!)], next);
    }

    /// <summary>Rows of an owner's links, also of those that have ended, newest first.</summary>
    /// <inheritdoc cref="ListAsync"/>
    public Task<(IReadOnlyList<LinkRow> Rows, OwnedLink? Next)> ListEvenEndedAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken) =>
        ListRowsAsync(owner, after, limit, _ => true, cancellationToken);

    /// <summary>Rows of all links, also of those that have ended, by key.</summary>
    /// <param name="after">The key that the page before ended with; null for the start.</param>
    /// <inheritdoc cref="ListAsync"/>
    public async Task<(IReadOnlyList<LinkRow> Rows, string? Next)> ListByKeyAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var found = await links.ListByKeyAsync(after, limit, cancellationToken);
        var size = new AnswerSize();
        var taken = found.Select(stored => stored.Row).TakeWhile(size.Fits).ToArray();
        var next = found.Count == limit || taken.Length < found.Count ? taken[^1].Key : null;
        return ([.. taken.Where(row => row.Issue is not null)], next);
    }

    private async Task<(IReadOnlyList<LinkRow> Rows, OwnedLink? Next)> ListRowsAsync(
        string owner, OwnedLink? after, int limit, Func<LinkRow, bool> isWanted, CancellationToken cancellationToken)
    {
        var (page, size) = (new List<LinkRow>(), new AnswerSize());
        for (var round = 0; round < MaxRounds && page.Count < limit; round++)
        {
            var wanted = limit - page.Count;
            var entries = await links.ListByOwnerAsync(owner, after, wanted + 1, cancellationToken);
            foreach (var (entry, row) in await ReadAsync(owner, entries.Take(wanted), cancellationToken))
            {
                if (row is not null && isWanted(row))
                {
                    if (!size.Fits(row))
                    {
                        return (page, after);
                    }

                    page.Add(row);
                }

                after = entry;
            }

            if (entries.Count <= wanted)
            {
                return (page, null);
            }
        }

        return (page, after);
    }

    private async Task<IEnumerable<(OwnedLink Entry, LinkRow? Row)>> ReadAsync(string owner, IEnumerable<OwnedLink> entries, CancellationToken cancellationToken)
    {
        var taken = entries.ToArray();
        var rows = await Task.WhenAll(taken.Select(entry => links.FindAsync(entry.Key, cancellationToken)));
        return taken.Zip(rows, (entry, stored) => (entry, stored?.Row is { Issue: { } link } row && link.Owner == owner && link.Nonce == entry.Nonce ? row : null));
    }

    /// <summary>Counts what goes into an answer; the first row fits, however large it is.</summary>
    private sealed class AnswerSize
    {
        private int sum;

        public bool Fits(LinkRow row)
        {
            var isFirst = sum == 0;
            sum += SizeOfRest + (row.Issue?.Url.Length ?? 0);
            return isFirst || sum <= MaxSize;
        }
    }
}
