using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Short forms of what is asked of a store.</summary>
public static class LinkStoreExtensions
{
    /// <summary>Stores a link if its key has no row at all; false if it has one.</summary>
    public static Task<bool> TryAddAsync(this ILinkStore links, ShortLink link, CancellationToken cancellationToken) =>
        links.TryAddAsync(new LinkRow.Live(link), cancellationToken);
}
