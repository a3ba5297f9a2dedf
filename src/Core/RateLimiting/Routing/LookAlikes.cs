using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Serverless.Core.RateLimiting.Routing;

/// <summary>
/// Reads characters as servers do that take look-alikes for ASCII: by Unicode's compatibility mappings (NFKC), or by turning
/// text to another case. By a table, because the globalization-invariant runtime has no mappings.
/// </summary>
internal static class LookAlikes
{
    private const int Letters = 26;

    // First and last of a run, and what it repeats.
    private static readonly (int First, int Last, string Stands)[] Runs =
    [
        (0xFF01, 0xFF5E, string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code))),
        (0x1D400, 0x1D6A3, Alphabet('A') + Alphabet('a')),
        (0x1D7CE, 0x1D7FF, "0123456789"),
        (0x24B6, 0x24CF, Alphabet('A')),
        (0x24D0, 0x24E9, Alphabet('a')),
        (0x249C, 0x24B5, Alphabet('a')),
        (0x1F110, 0x1F129, Alphabet('A')),
        (0x1F130, 0x1F149, Alphabet('A')),
        (0x2460, 0x2468, "123456789"),
        (0x2070, 0x2079, "0i\0\0456789"),
        (0x2080, 0x2089, "0123456789"),
    ];

    private static readonly FrozenDictionary<int, string> Single = new Dictionary<int, string>
    {
        [0xAA] = "a",
        [0xB2] = "2",
        [0xB3] = "3",
        [0xB9] = "1",
        [0xBA] = "o",
        [0xDF] = "ss",
        [0x130] = "i",
        [0x131] = "i",
        [0x17F] = "s",
        [0x1E9E] = "ss",
        [0x2B0] = "h",
        [0x2B2] = "j",
        [0x2B3] = "r",
        [0x2B7] = "w",
        [0x2B8] = "y",
        [0x2E1] = "l",
        [0x2E2] = "s",
        [0x2E3] = "x",
        [0x207F] = "n",
        [0x2102] = "C",
        [0x210A] = "g",
        [0x210B] = "H",
        [0x210C] = "H",
        [0x210D] = "H",
        [0x210E] = "h",
        [0x2110] = "I",
        [0x2111] = "I",
        [0x2112] = "L",
        [0x2113] = "l",
        [0x2115] = "N",
        [0x2119] = "P",
        [0x211A] = "Q",
        [0x211B] = "R",
        [0x211C] = "R",
        [0x211D] = "R",
        [0x2124] = "Z",
        [0x2128] = "Z",
        [0x212A] = "K",
        [0x212C] = "B",
        [0x212D] = "C",
        [0x212F] = "e",
        [0x2130] = "E",
        [0x2131] = "F",
        [0x2133] = "M",
        [0x2134] = "o",
        [0x2139] = "i",
        [0x2145] = "D",
        [0x2146] = "d",
        [0x2147] = "e",
        [0x2148] = "i",
        [0x2149] = "j",
        [0x24EA] = "0",
        [0xFB00] = "ff",
        [0xFB01] = "fi",
        [0xFB02] = "fl",
        [0xFB03] = "ffi",
        [0xFB04] = "ffl",
        [0xFB05] = "st",
        [0xFB06] = "st",
        [0x2160] = "I",
        [0x2161] = "II",
        [0x2162] = "III",
        [0x2163] = "IV",
        [0x2164] = "V",
        [0x2169] = "X",
        [0x216C] = "L",
        [0x216D] = "C",
        [0x216E] = "D",
        [0x216F] = "M",
        [0x2170] = "i",
        [0x2171] = "ii",
        [0x2172] = "iii",
        [0x2173] = "iv",
        [0x2174] = "v",
        [0x2179] = "x",
        [0x217C] = "l",
        [0x217D] = "c",
        [0x217E] = "d",
        [0x217F] = "m",
        [0xFE52] = ".",
        [0xFE58] = "-",
        [0xFE63] = "-",
        [0xFE50] = ",",
        [0xFE55] = ":",
        [0xFE66] = "=",
        [0xFE62] = "+",
        [0xFE61] = "*",
        [0xFE6B] = "@",
    }.ToFrozenDictionary();

    /// <summary>The text with ASCII in the place of its look-alikes; the same instance where there are none.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // Marks that are written over the letter before, as a dot over an i.
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(StandsFor(rune.Value) ?? rune.ToString());
            }
        }

        return folded.ToString();
    }

    private static string? StandsFor(int code)
    {
        foreach (var (first, last, stands) in Runs)
        {
            if (code >= first && code <= last)
            {
                return stands[(code - first) % stands.Length].ToString();
            }
        }

        return Single.GetValueOrDefault(code);
    }

    private static string Alphabet(char first) => string.Concat(Enumerable.Range(first, Letters).Select(code => (char)code));
}
