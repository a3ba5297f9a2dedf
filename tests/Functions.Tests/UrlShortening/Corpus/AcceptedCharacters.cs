namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>Every visible ASCII character in every place that may hold it, and every mark before those with a meaning.</summary>
internal static class AcceptedCharacters
{
    private const char Backslash = '\\';
    private const string Delimiters = "%/\\?#&=+;@";

    private static readonly char[] Visible = [.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code)];
    private static readonly char[] Marks = [.. Visible.Where(character => !char.IsAsciiLetterOrDigit(character))];

    public static IEnumerable<CorpusUrl> All() => InThePath().Concat(InTheQuery()).Concat(InTheFragment()).Concat(Pairs());

    private static IEnumerable<CorpusUrl> InThePath() =>
        from character in Visible
        where character != Backslash
        from url in new[] { $"https://example.com/{character}", $"https://example.com/a{character}b/c", $"https://example.com/{character}{character}/" }
        select new CorpusUrl(url, true, $"'{character}' in the path");

    private static IEnumerable<CorpusUrl> InTheQuery() =>
        from character in Visible
        from url in new[] { $"https://example.com?{character}", $"https://example.com/?a{character}b=1", $"https://example.com/?a=b{character}" }
        select new CorpusUrl(url, true, $"'{character}' in the query");

    private static IEnumerable<CorpusUrl> InTheFragment() =>
        from character in Visible
        from url in new[] { $"https://example.com#{character}", $"https://example.com/a?b#c{character}d" }
        select new CorpusUrl(url, true, $"'{character}' in the fragment");

    private static IEnumerable<CorpusUrl> Pairs() =>
        from first in Marks
        from second in Delimiters
        select new CorpusUrl($"https://example.com/search?{first}{second}", true, "two marks in a row");
}
