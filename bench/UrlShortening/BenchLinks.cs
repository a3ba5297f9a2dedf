using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Bench.UrlShortening;

/// <summary>The links that are followed in the benchmarks: the same keys and URLs in every run.</summary>
public static class BenchLinks
{
    public const string Owner = "admin";

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int KeyLength = 8;
    private const int InFlight = 2_000;

    /// <summary>Different keys, as long and as disordered as those of the pool.</summary>
    public static IReadOnlyList<string> Keys(int count)
    {
        var random = new Random(1);
        var keys = new HashSet<string>(count, StringComparer.Ordinal);
        while (keys.Count < count)
        {
            keys.Add(random.GetString(Alphabet, KeyLength));
        }

        return [.. keys];
    }

    public static string UrlOf(string key) => $"https://example.com/orders/{key}?sig=%2Bx%2F";

    /// <summary>Stores a link for each key, with ends spread over a year.</summary>
    public static async Task FillAsync(ILinkStore links, IReadOnlyList<string> keys, DateTimeOffset now)
    {
        foreach (var chunk in keys.Index().Chunk(InFlight))
        {
            await Task.WhenAll(chunk.Select(item => links.TryAddAsync(new LinkRow.Live(Link(item.Item, item.Index, now)), CancellationToken.None)));
        }
    }

    /// <param name="index">The higher, the older, and the later its end within a year.</param>
    public static ShortLink Link(string key, int index, DateTimeOffset now) => new()
    {
        Key = key,
        Url = UrlOf(key),
        Owner = Owner,
        CreatedAt = now.AddMilliseconds(-index),
        ExpiresAt = now.AddDays(1).AddMinutes(index % (60 * 24 * 364)),
        Redirect = LinkRedirect.Permanent,
        Nonce = $"nonce-{key}",
    };
}
