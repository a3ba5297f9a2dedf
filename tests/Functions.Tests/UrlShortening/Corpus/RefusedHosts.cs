namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>Registered names with a character, a label or a length that no name may have.</summary>
internal static class RefusedHosts
{
    private const string NotInAName = "!\"$%&'()*+,;<=>[]^`{|}~";

    private static readonly int[] LabelLengths = [64, 65, 100, 128, 200, 253];
    private static readonly int[] HostLengths = [254, 255, 256, 257, 300, 400, 512, 1_000, 4_000];

    public static IEnumerable<CorpusUrl> All() => Labels().Concat(LongLabels()).Concat(LongHosts()).Concat(Percent()).Concat(Characters());

    private static IEnumerable<CorpusUrl> Labels() => CorpusUrl.Refuse(
        "an empty label",
        "http://./", "http://../", "http://.", "http://.example.com/", "http://..example.com/", "http://example..com/", "http://example.com../", "http://example.com..", "http://a...b/", "http://.:80/", "http://.example./", "http://example.com..:80/?x", "http://.192.0.2.1/", "http://192.0..2.1.example/", "http://intranet../");

    private static IEnumerable<CorpusUrl> LongLabels() =>
        from length in LabelLengths
        from url in new[] { $"http://{Filler.Label(length)}/", $"http://www.{Filler.Label(length)}.example/x", $"https://{Filler.Label(length)}.test:443", $"https://a.{new string('-', length)}/" }
        select new CorpusUrl(url, false, "a label of 64 or more");

    private static IEnumerable<CorpusUrl> LongHosts() =>
        from length in HostLengths
        from url in new[] { $"https://{Filler.Host(length)}/", $"http://{Filler.Host(length)}", $"https://{Filler.Host(length)}.:8080/?x" }
        select new CorpusUrl(url, false, "a host of more than 253");

    private static IEnumerable<CorpusUrl> Percent() => CorpusUrl.Refuse(
        "percent-encoding in the host",
        "http://ex%61mple.com/", "http://%65xample.com/", "http://example%2Ecom/", "http://example%2ecom", "http://example.com%2F/", "http://example.com%2Fevil.example/", "http://example.com%40evil.example/", "http://example.com%00.evil.example/", "http://example.com%00/", "http://example.com%20/", "http://example.com%0a/", "http://m%C3%BCnchen.example/", "http://%E4.example/", "http://%/", "http://example.com%", "http://%zz.example/", "http://192%2E0%2E2%2E1/", "http://%31%39%32.0.2.1/", "http://example.com%3A80/", "http://example.com%5C/", "http://%5B2001:db8::1%5D/", "http://example.com%3F/", "http://example.com%23/", "http://%2e/", "http://xn--%6Dnchen-3ya.example/");

    private static IEnumerable<CorpusUrl> Characters() =>
        from character in NotInAName
        from url in new[] { $"http://{character}/", $"http://{character}example.com/", $"https://exam{character}ple.com/?a", $"https://example.com{character}", $"https://example.{character}.com:80/" }
        select new CorpusUrl(url, false, $"'{character}' in the host");
}
