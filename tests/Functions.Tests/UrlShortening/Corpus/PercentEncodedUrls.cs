namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>Percent-encoding that a parser would like to decode, re-case or repair: every octet, words in many scripts, broken escapes.</summary>
internal static class PercentEncodedUrls
{
    private static readonly string[] Words =
    [
        "Müller", "naïve café", "smörgåsbord", "Ærøskøbing", "Zażółć gęślą jaźń", "Příliš žluťoučký", "árvíztűrő", "İstanbul", "ıspanak", "Straße", "STRASSE ẞ", "Ελλάδα", "Ὀδυσσεύς", "Москва", "Київ", "Ђорђе",
        "Հայաստան", "საქართველო", "ירושלים", "القاهرة", "فارسی", "اردو", "हिन्दी", "বাংলা", "ਪੰਜਾਬੀ", "ગુજરાતી", "தமிழ்", "తెలుగు", "ಕನ್ನಡ", "മലയാളം", "සිංහල", "ไทย", "ລາວ", "မြန်မာ", "ខ្មែរ", "አማርኛ", "中文", "漢字かな", "カタカナ", "한국어", "Tiếng Việt",
        "e\u0301 combining", "\u00C5\u212B\u0041\u030A", "😀", "👩‍👩‍👧‍👦", "🇩🇪", "\uFEFFbom", "a\u200Bb", "\u202Eabc", "\u00A0", "\u2028", "½²ﬁ", "𝒳𝔜", "A/B?C#D", "100% = 1+0", "a&b=c;d", "\"quoted\" 'text'", "C:\\dir\\file", "line\r\nbreak", "tab\tnul\0",
    ];

    private static readonly string[] Odd =
    [
        "%", "%%", "%%%", "%2", "%2%", "%%20", "%2G", "%g2", "%-1", "%+2", "%x20", "%0x20", "%u0041", "%u00E4", "%U00e4", "%{20}", "%20%", "100%25%", "%E4", "%C3", "%C3%28", "%A0%A1", "%E2%28%A1", "%E2%82", "%F0%9F%98",
        "%C0%80", "%C0%AF", "%c0%ae%c0%ae", "%C1%BF", "%E0%80%AF", "%E0%9F%BF", "%F0%80%80%AF", "%F8%80%80%80%AF", "%FC%80%80%80%80%AF", "%ED%A0%80", "%ED%A0%BD%ED%B8%80", "%F4%90%80%80", "%FE%FF", "%FF%FE", "%EF%BF%BD", "%EF%BF%BF",
        "%2525", "%25252525", "%252e%252e%252f", "%2e", "%2E%2e", "%2f%2F", "%5c%5C", "%3f%3F", "%23", "%40", "%3a%3A", "%7e%7E~", "%41%61", "%2b+%20", "%00", "%0A%0d%0a", "%7F", "%1B%5B31m",
    ];

    public static IEnumerable<CorpusUrl> All() => Octets().Concat(EncodedWords()).Concat(OddEscapes());

    private static IEnumerable<CorpusUrl> Octets() =>
        from octet in Enumerable.Range(0, 256)
        from url in new[] { $"https://example.com/%{octet:X2}", $"https://example.com/a%{octet:x2}b?q=%{octet:X2}#%{octet:x2}" }
        select new CorpusUrl(url, true, "encoded octet");

    private static IEnumerable<CorpusUrl> EncodedWords() =>
        from word in Words
        let escaped = Uri.EscapeDataString(word)
        from url in new[] { $"https://example.com/wiki/{escaped}", $"https://example.com/?q={escaped.ToLowerInvariant()}", $"https://example.com/?q={escaped.Replace("%20", "+", StringComparison.Ordinal)}&hl=1", $"https://example.com/#{escaped}" }
        select new CorpusUrl(url, true, "encoded UTF-8");

    private static IEnumerable<CorpusUrl> OddEscapes() =>
        from escape in Odd
        from url in new[] { $"https://example.com/{escape}", $"https://example.com/a/{escape}/b", $"https://example.com/?{escape}", $"https://example.com/?q={escape}&r={escape}", $"https://example.com/#{escape}" }
        select new CorpusUrl(url, true, "odd percent-encoding");
}
