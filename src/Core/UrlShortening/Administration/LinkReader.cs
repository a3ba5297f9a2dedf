using Serverless.Core.Access;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Administration;

/// <summary>Answers where a key leads, and what links an owner has.</summary>
public sealed class LinkReader(ILinkStore links, TimeProvider time)
{
    /// <summary>Index entries whose link is gone are passed over; after so many rounds a page may come back short rather than late.</summary>
    private const int MaxRounds = 10;

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

    /// <summary>Live links of an owner, newest first.</summary>
    /// <param name="after">Where the page before ended; null for the start.</param>
    /// <param name="limit">Links in a page, 1-1,000.</param>
    /// <inheritdoc cref="FollowAsync"/>
    public async Task<LinkPage> ListAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken)
    {
        var page = new List<ShortLink>();
        for (var round = 0; round < MaxRounds; round++)
        {
            var wanted = limit - page.Count;
            var entries = await links.ListByOwnerAsync(owner, after, wanted + 1, cancellationToken);
            var taken = entries.Take(wanted).ToArray();
            page.AddRange(await ReadAsync(owner, taken, cancellationToken));
            if (entries.Count <= wanted)
            {
                return new LinkPage(page, null);
            }

            after = taken[^1];
            if (page.Count == limit)
            {
                break;
            }
        }

        return new LinkPage(page, after);
    }

    private async Task<IEnumerable<ShortLink>> ReadAsync(string owner, IReadOnlyList<OwnedLink> entries, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await Task.WhenAll(entries.Select(entry => links.FindAsync(entry.Key, cancellationToken)));
        return rows.Zip(entries)
            .Select(pair => (Result: LinkResult.Of(pair.First?.Row, now), Entry: pair.Second))
            .Where(pair => pair.Result.Link is { } link && link.Owner == owner && link.Nonce == pair.Entry.Nonce)
            .Select(pair => pair.Result.Link!);
    }
}
