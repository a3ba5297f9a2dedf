using System.Globalization;
using System.Text;

namespace Serverless.Cli.Transfer;

/// <summary>Writes a URL of other products, which keep every character, as one that can be sent in a header: the host in ASCII, the rest percent-encoded (RFC 3987).</summary>
internal static class TargetEncoding
{
    private const char FirstVisible = '!';
    private const char LastVisible = '~';

    /// <summary>The same URL where nothing has to be written otherwise, and where no host can be found.</summary>
    public static string Encode(string url)
    {
        if (!url.AsSpan().ContainsAnyExceptInRange(FirstVisible, LastVisible))
        {
            return url;
        }

        var start = url.IndexOf("://", StringComparison.Ordinal);
        if (start < 0)
        {
            return url;
        }

        var host = start + 3;
        var rest = url.AsSpan(host).IndexOfAny("/?#");
        var end = rest < 0 ? url.Length : host + rest;
        return AsciiOf(url[host..end]) is { } ascii ? url[..host] + ascii + Percent(url.AsSpan(end)) : url;
    }

    private static string? AsciiOf(string authority)
    {
        try
        {
            var port = authority.LastIndexOf(':');
            return Ascii.IsValid(authority)
                ? authority
                : port < 0 ? new IdnMapping().GetAscii(authority) : new IdnMapping().GetAscii(authority[..port]) + authority[port..];
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static StringBuilder Percent(ReadOnlySpan<char> text)
    {
        var encoded = new StringBuilder(text.Length);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is >= FirstVisible and <= LastVisible)
            {
                encoded.Append((char)rune.Value);
                continue;
            }

            foreach (var part in bytes[..rune.EncodeToUtf8(bytes)])
            {
                encoded.Append('%').Append(part.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return encoded;
    }
}
