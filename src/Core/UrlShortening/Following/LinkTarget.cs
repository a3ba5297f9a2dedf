namespace Serverless.Core.UrlShortening.Following;

/// <summary>What following a link takes of it: the part that caches keep.</summary>
/// <param name="Url">Sent byte for byte.</param>
/// <param name="ForwardsQuery">Whether what visitors ask with is appended to it.</param>
public sealed record LinkTarget(string Key, string Nonce, string Url, LinkRedirect Redirect, bool ForwardsQuery, DateTimeOffset ExpiresAt)
{
    public static LinkTarget Of(ShortLink link) => new(link.Key, link.Nonce, link.Url, link.Redirect, link.ForwardQuery, link.ExpiresAt);

    /// <summary>Where a visitor is sent.</summary>
    /// <param name="query">Of the short URL, as it was sent; null or empty for none.</param>
    public string UrlFor(string? query) => ForwardsQuery ? ForwardedQuery.Append(Url, query) : Url;
}
