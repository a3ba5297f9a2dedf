namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>Spaces, control characters and everything outside ASCII, in the scheme, host, path, query and fragment.</summary>
internal static class RefusedCharacters
{
    private const string BeyondAscii = "äßéÑøıİſКелвинΩ中かカ한אعกहªº²½";

    private static readonly string[] Invisible = ["\u00A0", "\u00AD", "\u034F", "\u061C", "\u115F", "\u1680", "\u180E", "\u2000", "\u2003", "\u2009", "\u200B", "\u200C", "\u200D", "\u200E", "\u200F", "\u2028", "\u2029", "\u202A", "\u202D", "\u202E", "\u202F", "\u205F", "\u2060", "\u2066", "\u2069", "\u3000", "\u3164", "\uFE0F", "\uFEFF", "\uFFA0", "\uFFF9", "\uFFFD", "\uFFFE", "\uFFFF"];
    private static readonly string[] LookAlikes = ["\u3002", "\uFF0E", "\uFF61", "\u2024", "\u2044", "\u2215", "\uFF0F", "\uFF1A", "\u2236", "\uFF1F", "\uFF03", "\uFF20", "\uFF3C", "\u2216", "\uFF05", "\u212A", "\uFF41", "\uFF10", "\u0660", "\u2460", "\u0430", "\u03BF"];
    private static readonly string[] BeyondTheBasicPlane = ["😀", "👩‍💻", "🇩🇪", "𝐚", "𐍈", "\U000E0061", "\U0010FFFF"];

    public static IEnumerable<CorpusUrl> All() => Seeds()
        .Concat(Everywhere("a space", " "))
        .Concat(Everywhere("a control character", Enumerable.Range(0, ' ').Append('\x7F').Select(Text)))
        .Concat(Everywhere("a control character outside ASCII", Enumerable.Range(0x80, 0x20).Select(Text)))
        .Concat(Everywhere("a letter outside ASCII", BeyondAscii.Select(character => character.ToString())))
        .Concat(Everywhere("an invisible character outside ASCII", Invisible))
        .Concat(Everywhere("a look-alike outside ASCII", LookAlikes))
        .Concat(Everywhere("a character outside the basic plane", BeyondTheBasicPlane));

    private static IEnumerable<CorpusUrl> Seeds() => CorpusUrl.Refuse(
        "not only visible ASCII",
        "https://münchen.example/", "https://bücher.example/straße", "https://пример.example/", "https://例子.test/", "https://مثال.example/", "https://😀.example/", "https://example.com/wiki/Köln", "https://example.com/?q=日本", "https://example.com/#größe", "https://example。com/", "https://ｅｘａｍｐｌｅ.com/", "ｈttps://example.com/", "https：//example.com/", "https:／／example.com/", "https://192.0.2.１/", "https://example.com:８０/", "https://example.com\uFF20evil.example/", "https://faß.example", "https://e\u0301.example/",
        "https://example.com/a b c", "https://example.com/?q=a b", " https://example.com/", "https://example.com/ ", "  https://example.com/  ", "\thttps://example.com/\n", "https://example.com/\r\n", "https://example.com/\r\nSet-Cookie: a=b", "https://exam\nple.com/", "h\ttt\np\rs://example.com/", "java\nscript:alert(1)", " javascript:alert(1)", "\u0001javascript:alert(1)", "https://example.com /", "https:// example.com/", "https: //example.com/", "https ://example.com/", "https://example.com/\"a b\"", "\uFEFFhttps://example.com/", " ", "\t", "\n", "\0", "\u200B", "https://example.com/\u202Efdp.exe");

    private static IEnumerable<CorpusUrl> Everywhere(string why, params IEnumerable<string> texts) =>
        from text in texts
        from url in new[]
        {
            $"{text}https://example.com/", $"ht{text}tps://example.com/", $"https://exa{text}mple.com/", $"https://example.com{text}",
            $"https://example.com/a{text}b", $"https://example.com/?q={text}", $"https://example.com/?a#b{text}c",
        }
        select new CorpusUrl(url, false, why);

    private static string Text(int code) => ((char)code).ToString();
}
