namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>URLs up to the limit of 8,192 characters and past the smaller limits other software has.</summary>
internal static class AcceptedLengths
{
    public const int Longest = 8_192;

    private static readonly int[] Lengths = [255, 256, 257, 1_023, 1_024, 1_025, 2_000, 2_047, 2_048, 2_049, 2_083, 2_084, 4_095, 4_096, 4_097, 8_000, Longest - 2, Longest - 1, Longest];

    public static IEnumerable<CorpusUrl> All() =>
        from length in Lengths
        from url in new[]
        {
            Filler.Url("https://example.com/", 'p', length),
            Filler.Url("http://example.com/", '/', length),
            Filler.Url("https://example.com/?q=", 'q', length),
            Filler.Url("https://example.com?", '?', length, "&end"),
            Filler.Url("https://example.com/#", 'f', length),
            Filler.Url("https://example.com/", '%', length, "?a#b"),
            Filler.Url("https://example.com:", '0', length, "443/"),
        }
        select new CorpusUrl(url, true, $"{length} characters");
}
