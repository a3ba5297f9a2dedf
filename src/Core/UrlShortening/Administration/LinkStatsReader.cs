using Serverless.Core.Access;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Administration;

/// <summary>Answers how often a link was followed.</summary>
public sealed class LinkStatsReader(LinkReader links, IClickStore store, ClickFlusher flusher)
{
    /// <summary>
    /// The clicks in the store, those that this instance still holds, and in the sum those that the link brought along; null when the
    /// result is a refusal. Also of a link that has ended, until its key is free.
    /// </summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer.</exception>
    public async Task<(LinkResult Result, LinkStats? Stats)> GetAsync(string key, Caller caller, CancellationToken cancellationToken)
    {
        var result = await links.GetEvenEndedAsync(key, caller, cancellationToken);
        if (result.Link is not { } link)
        {
            return (result, null);
        }

        var stats = LinkStats.Of(await CountAsync(link, cancellationToken));
        return (result, stats with { Clicks = stats.Clicks + link.CarriedClicks });
    }

    /// <summary>How often people followed a link, and others did, with what it brought along.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<(long Clicks, long Bots)> TotalsAsync(ShortLink link, CancellationToken cancellationToken)
    {
        var counts = await CountAsync(link, cancellationToken);
        return (link.CarriedClicks + counts.Sum(count => count.Clicks), link.CarriedBots);
    }

    private async Task<IReadOnlyCollection<ClickCount>> CountAsync(ShortLink link, CancellationToken cancellationToken)
    {
        // In this order, a batch that is confirmed in between is missed for a moment rather than counted twice.
        var stored = await store.ListAsync(link.Key, link.Nonce, cancellationToken);
        return [.. stored.Concat(flusher.Pending(link.Key, link.Nonce)).Where(count => count.Clicks > 0)];
    }
}
