using System.Text.Json.Serialization;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary>A link as it is answered.</summary>
public sealed record LinkResponse(
    string Key,
    string Url,
    string ShortUrl,
    string Owner,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    int Redirect,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Clicks = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Bots = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? EndedAt = null)
{
    /// <param name="address">What the short URL begins with.</param>
    public static LinkResponse Of(ShortLink link, ShortUrlAddress address) =>
        new(link.Key, link.Url, address.UrlOf(link.Key), link.Owner, link.CreatedAt, link.ExpiresAt, (int)link.Redirect);

    /// <inheritdoc cref="Of(ShortLink, ShortUrlAddress)"/>
    public static LinkResponse Of(ListedLink listed, ShortUrlAddress address) =>
        Of(listed.Link, address) with { Clicks = listed.Clicks, Bots = listed.Bots, EndedAt = listed.EndedAt };
}
