namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>Other URLs of the corpus inside a redirect parameter: as they are, and escaped once and twice.</summary>
internal static class NestedUrls
{
    public static IEnumerable<CorpusUrl> All(IEnumerable<CorpusUrl> seeds) =>
        from seed in seeds
        where seed.Url.Length < 1_000
        let once = Uri.EscapeDataString(seed.Url)
        from nested in new CorpusUrl[]
        {
            new($"https://login.example/authorize?redirect_uri={seed.Url}", true, "URL in the query"),
            new($"https://login.example/authorize?redirect_uri={once}&state=x", true, "encoded URL in the query"),
            new($"https://login.example/authorize?next=%2Fgo%3Fto%3D{Uri.EscapeDataString(once).ToLowerInvariant()}", true, "URL escaped twice"),
        }
        select nested;
}
