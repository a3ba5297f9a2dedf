using System.Buffers;
using System.Text;

namespace Serverless.Functions.RateLimiting.Gateways;

/// <summary>
/// Paths that mean the same to us, to routes and to any upstream. Others are refused, never mended: where two servers
/// read one path differently, the limits of one operation could be had with the rights of another.
/// </summary>
public static class GatewayPath
{
    // RFC 3986: pchar and the slash, without percent-encoding.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/");

    /// <summary>Why a decoded path can't be forwarded, to continue "The path"; null when it can.</summary>
    public static string? Refuse(string path)
    {
        if (path.AsSpan().ContainsAnyInRange('\0', '\u001F') || path.AsSpan().ContainsAny('\u007F', '\\') || !IsUnicode(path))
        {
            return "holds a backslash or a control character.";
        }

        if (path.StartsWith('/') || path.Contains("//", StringComparison.Ordinal))
        {
            return "has an empty segment.";
        }

        // A slash stays encoded when the rest is decoded, and what was encoded twice looks the same.
        if (HasPercentEncoding(path))
        {
            return "holds an encoded slash, or something that is encoded twice or not UTF-8.";
        }

        foreach (var segment in path.AsSpan().Split('/'))
        {
            if (IsDots(path.AsSpan(segment)))
            {
                return "has a segment that is . or .., perhaps with parameters.";
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

        if (raw.Contains("%2f", StringComparison.OrdinalIgnoreCase))
        {
            return (null, "holds an encoded slash.");
        }

        var path = Uri.UnescapeDataString(raw[1..]);
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

    // The replacement character is what bytes that are no UTF-8, and halves of surrogate pairs, were decoded to.
    private static bool IsUnicode(string path)
    {
        foreach (var rune in path.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasPercentEncoding(string path)
    {
        for (var i = path.IndexOf('%', StringComparison.Ordinal); i >= 0; i = path.IndexOf('%', i + 1))
        {
            if (i + 2 < path.Length && char.IsAsciiHexDigit(path[i + 1]) && char.IsAsciiHexDigit(path[i + 2]))
            {
                return true;
            }
        }

        return false;
    }

    // Some servers cut parameters off before they resolve dots: "..;x".
    private static bool IsDots(ReadOnlySpan<char> segment) =>
        (segment.IndexOf(';') is >= 0 and var end ? segment[..end] : segment) is "." or "..";
}
