using Serverless.Core.Network;
using Serverless.Core.UrlShortening.Links;
using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Core.UrlShortening.Administration;

/// <summary>Finds an owner's links by what indices know: an exact key, or the host of the target. Nothing else is searched.</summary>
public sealed class LinkSearch(LinkReader links)
{
    /// <summary>Whether the text can be one of the two.</summary>
    public static bool IsSearchable(string text) => LinkKey.IsPossible(text) || HostOf(text) is not null;

    /// <summary>The link that has the text as its key, then those that lead to the host of that name, newest first.</summary>
    /// <param name="after">Where the page before ended; null for the start.</param>
    /// <param name="limit">Links in a page, 1-1,000.</param>
    /// <inheritdoc cref="LinkReader.FollowAsync"/>
    public async Task<LinkPage> FindAsync(string owner, string text, OwnedLink? after, int limit, CancellationToken cancellationToken)
    {
        var named = after is null && (await links.FollowAsync(text, cancellationToken)).Link is { } link && link.Owner == owner ? link : null;
        if (HostOf(text) is not { } host)
        {
            return new LinkPage(named is null ? [] : [named], null);
        }

        var label = LinkLabel.Host(host);
        if (named is null)
        {
            return await links.ListAsync(owner, label, after, limit, cancellationToken);
        }

        var left = limit - 1;
        if (left == 0)
        {
            return new LinkPage([named], OwnedLink.BeforeAll);
        }

        var page = await links.ListAsync(owner, label, null, left, cancellationToken);
        return page with { Links = [named, .. page.Links.Where(found => found.Key != named.Key)] };
    }

    private static string? HostOf(string text) => CanonicalHost.Of(text) is { } host ? TargetHost.Parse(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host, out _) : null;
}
