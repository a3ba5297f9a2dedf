using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;
using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Links for tests that care for one or two of their properties.</summary>
public static class SampleLinks
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, 125, TimeSpan.Zero);

    /// <summary>Every character a URL may arrive with.</summary>
    public static string PrintableAscii { get; } = string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c));

    public static ShortLink Link(string key, string owner = "owner", DateTimeOffset? createdAt = null, string? nonce = null) => new()
    {
        Key = key,
        Url = $"https://example.com/{key}",
        Owner = owner,
        CreatedAt = createdAt ?? Start,
        ExpiresAt = (createdAt ?? Start).AddDays(365),
        Redirect = LinkRedirect.Permanent,
        Nonce = nonce ?? $"nonce-{key}",
    };

    public static LinkRow Live(ShortLink link) => new LinkRow.Live(link);

    public static LinkRow Gone(string key, string? nonce = null) => new LinkRow.Gone(key, nonce ?? $"nonce-{key}", Start.AddDays(30));

    /// <summary>A block list with these entries.</summary>
    public static BlockList Blocking(params string[] hosts)
    {
        var options = new LinksOptions();
        foreach (var host in hosts)
        {
            options.BlockedHosts.Add(host);
        }

        return new BlockList(new ChangingOptions<LinksOptions>(options), NullLogger<BlockList>.Instance);
    }

    public static OwnedLink Entry(ShortLink link) => new(link.CreatedAt, link.Key, link.Nonce);
}
