using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Following;

namespace Serverless.Bench.Scale;

/// <summary>Links as long as <c>load.json</c> says.</summary>
public static class ManyLinks
{
    public const int Count = 100_000;
    public const int KeyLength = 8;
    public const int NonceLength = 16;
    public const int UrlLength = 100;
    public const string Owner = "bench-owner1";

    private static readonly string Start = "https://example.com/" + new string('a', UrlLength - "https://example.com/".Length - KeyLength);

    public static LinkTarget Target(string key, DateTimeOffset expiresAt) => new(key, NonceOf(key), Start + key, LinkRedirect.Permanent, ForwardsQuery: false, expiresAt);

    public static ShortLink Link(string key, DateTimeOffset createdAt) => new()
    {
        Key = key,
        Url = Start + key,
        Owner = Owner,
        CreatedAt = createdAt,
        ExpiresAt = createdAt.AddDays(365),
        Redirect = LinkRedirect.Permanent,
        Nonce = NonceOf(key),
    };

    private static string NonceOf(string key) => key + key;
}
