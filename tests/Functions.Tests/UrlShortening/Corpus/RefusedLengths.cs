namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>URLs with nothing wrong but more than 8,192 characters.</summary>
internal static class RefusedLengths
{
    private static readonly int[] Lengths = [AcceptedLengths.Longest + 1, AcceptedLengths.Longest + 2, 8_200, 9_000, 10_000, 16_384, 32_768];

    public static IEnumerable<CorpusUrl> All() =>
        from length in Lengths
        from url in new[]
        {
            Filler.Url("https://example.com/", 'p', length),
            Filler.Url("https://example.com/?q=", 'q', length),
            Filler.Url("https://example.com/#", 'f', length),
            Filler.Url("https://example.com/", '%', length, "?a#b"),
            Filler.Url("https://example.com:", '0', length, "443/"),
        }
        select new CorpusUrl(url, false, "more than 8,192 characters");
}
