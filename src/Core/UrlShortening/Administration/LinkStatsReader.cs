using Serverless.Core.Access;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Administration;

/// <summary>Answers how often a link was followed.</summary>
public sealed class LinkStatsReader(LinkReader links, IClickStore store, ClickFlusher flusher)
{
    /// <summary>The clicks in the store and those that this instance still holds; null when the result is a refusal.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer.</exception>
    public async Task<(LinkResult Result, LinkStats? Stats)> GetAsync(string key, Caller caller, CancellationToken cancellationToken)
    {
        var result = await links.GetAsync(key, caller, cancellationToken);
        if (result.Link is not { } link)
        {
            return (result, null);
        }

        // In this order, a batch that is confirmed in between is missed for a moment rather than counted twice.
        var stored = await store.ListAsync(key, link.Nonce, cancellationToken);
        var counts = stored.Concat(flusher.Pending(key, link.Nonce)).Where(count => count.Clicks > 0).ToArray();
        return (result, LinkStats.Of(counts));
    }
}
