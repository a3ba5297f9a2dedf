namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>A backslash at every place before the query and the fragment, where browsers read it as a slash.</summary>
internal static class RefusedBackslashes
{
    private static readonly string[] Whole =
    [
        "https://example.com", "http://example.com:8080/?q=1", "https://www.example.org/a/../b;c=d/#top", "http://192.0.2.1/a%5Cb?x=\\", "https://[2001:db8::1]:443/x#\\",
    ];

    public static IEnumerable<CorpusUrl> All() => Seeds().Concat(Inserted());

    private static IEnumerable<CorpusUrl> Seeds() => CorpusUrl.Refuse(
        "a backslash in the authority or path",
        @"https:\\example.com\", @"http:\\example.com/", @"http:/\example.com/", @"http:\/example.com/", @"http:\example.com", @"http://\example.com/", @"http://\\example.com/", @"http://example.com\@evil.example/", @"http://example.com\.evil.example/", @"http://evil.example\\example.com/", @"http://example.com:80\@evil.example/", @"http://example.com\", @"http://example.com/\", @"http://example.com/\..\a", @"http://example.com/a\b?c\d", @"http://example.com/a\?b", @"http://example.com\?b", @"http://example.com\#b", @"\\example.com\share", @"\", @"C:\dir\file.txt", @"/\example.com");

    private static IEnumerable<CorpusUrl> Inserted() =>
        from url in Whole
        let end = url.IndexOfAny(['?', '#'])
        from position in Enumerable.Range(0, (end < 0 ? url.Length : end) + 1)
        select new CorpusUrl(url.Insert(position, @"\"), false, "a backslash in the authority or path");
}
