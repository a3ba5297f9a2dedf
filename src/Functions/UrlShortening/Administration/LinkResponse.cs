using Serverless.Core.UrlShortening;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary>A link as it is answered.</summary>
public sealed record LinkResponse(
    string Key,
    string Url,
    string ShortUrl,
    string Owner,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    int Redirect)
{
    /// <param name="address">What the short URL begins with.</param>
    public static LinkResponse Of(ShortLink link, ShortUrlAddress address) =>
        new(link.Key, link.Url, address.UrlOf(link.Key), link.Owner, link.CreatedAt, link.ExpiresAt, (int)link.Redirect);
}
