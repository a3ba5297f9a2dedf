using System.Buffers;
using System.Globalization;
using System.Text;

namespace Serverless.Core.RateLimiting.Routing;

/// <summary>
/// Paths that are the same request to us and to any upstream. One rule: a segment must be what it is when a server cuts
/// parameters off it, trims it, decodes it once more or composes its characters. Others are refused, never mended: where two
/// servers read one path differently, the limits of one operation could be had with the rights of another.
/// </summary>
public static class RequestPath
{
    private const string Control = "holds a control character.";

    // RFC 3986: pchar and the slash, without percent-encoding and the semicolon.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,=:@/");

    // In a decoded path they can only have been encoded, and a server that decodes before it splits is led astray by them. The
    // last one is the Greek question mark, which composes to a semicolon.
    private static readonly SearchValues<char> Delimiters = SearchValues.Create("\\?#;\u037E");

    /// <summary>Why a decoded path can't be forwarded, to continue "The path"; null when it can.</summary>
    /// <param name="path">Decoded once, without a slash at its beginning; one at its end makes no difference.</param>
    public static string? Refuse(string path)
    {
        if (path.Length == 0)
        {
            return null;
        }

        var isPlain = !path.AsSpan().ContainsAnyExcept(Plain);
        if (!isPlain && RefuseCharacters(path) is { } reason)
        {
            return reason;
        }

        var whole = path.AsSpan();
        foreach (var range in whole.Split('/'))
        {
            var segment = whole[range];
            if (segment.IsEmpty)
            {
                if (range.Start.Value == 0 || range.End.Value != path.Length)
                {
                    return "has an empty segment.";
                }
            }
            else if (IsTrimmed(segment[^1]) || segment[^1] == '.' || (!isPlain && IsTrimmed(segment[0])))
            {
                return "has a segment that ends with a dot or a space, or begins with a space.";
            }
        }

        return null;
    }

    /// <summary>Decodes a path as it stands in a request line, or says why it can't be forwarded.</summary>
    /// <param name="raw">Without its query, beginning with a slash.</param>
    public static (string? Path, string? Reason) Decode(string raw)
    {
        if (!raw.StartsWith('/'))
        {
            return (null, "does not begin with a slash.");
        }

        // It stays as it is where the rest is decoded.
        if (raw.Contains("%2f", StringComparison.OrdinalIgnoreCase))
        {
            return (null, "holds an encoded slash.");
        }

        var path = raw.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(raw[1..]) : raw[1..];
        return Refuse(path) is { } reason ? (null, reason) : (path, null);
    }

    /// <summary>The one way in which a path that was not refused is forwarded.</summary>
    public static string Encode(string path)
    {
        if (!path.AsSpan().ContainsAnyExcept(Plain))
        {
            return path;
        }

        var encoded = new StringBuilder(path.Length * 2);
        foreach (var rune in path.EnumerateRunes())
        {
            encoded.Append(rune.IsAscii && Plain.Contains((char)rune.Value) ? rune.ToString() : Uri.EscapeDataString(rune.ToString()));
        }

        return encoded.ToString();
    }

    private static string? RefuseCharacters(string path)
    {
        if (path.AsSpan().ContainsAny(Delimiters))
        {
            return "holds a backslash, a semicolon, or an encoded question mark or number sign.";
        }

        // A slash stays encoded when the rest is decoded, and what was encoded twice looks the same.
        if (HasPercentEncoding(path))
        {
            return "holds an encoded slash, or something that is encoded twice or not UTF-8.";
        }

        return Ascii.IsValid(path)
            ? path.AsSpan().IndexOfAnyInRange('\0', '\u001F') >= 0 || path.Contains('\u007F', StringComparison.Ordinal) ? Control : null
            : RefuseUnicode(path);
    }

    private static string? RefuseUnicode(string path)
    {
        foreach (var rune in path.EnumerateRunes())
        {
            // The replacement character is what bytes that are no UTF-8, and halves of surrogate pairs, were decoded to.
            if (rune == Rune.ReplacementChar)
            {
                return "is not UTF-8.";
            }

            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return Control;
            }
        }

        return null;
    }

    private static bool IsTrimmed(char letter) =>
        letter > '~' ? char.IsWhiteSpace(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format : letter <= ' ';

    // %41, and %u0041 as some servers of old read it.
    private static bool HasPercentEncoding(string path)
    {
        for (var i = path.IndexOf('%', StringComparison.Ordinal); i >= 0; i = path.IndexOf('%', i + 1))
        {
            var rest = path.AsSpan(i + 1);
            if (AreHex(rest, 2) || (rest is ['u' or 'U', ..] && AreHex(rest[1..], 4)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreHex(ReadOnlySpan<char> text, int count)
    {
        if (text.Length < count)
        {
            return false;
        }

        foreach (var digit in text[..count])
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
        }

        return true;
    }
}
