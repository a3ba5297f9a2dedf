namespace Serverless.Core.UrlShortening.Following;

/// <summary>What following a link takes of it: the part that caches keep.</summary>
/// <param name="Url">Sent byte for byte.</param>
public sealed record LinkTarget(string Key, string Nonce, string Url, LinkRedirect Redirect, DateTimeOffset ExpiresAt)
{
    public static LinkTarget Of(ShortLink link) => new(link.Key, link.Nonce, link.Url, link.Redirect, link.ExpiresAt);
}
