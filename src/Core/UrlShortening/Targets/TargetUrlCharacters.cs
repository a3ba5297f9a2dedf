using System.Buffers;
using System.Globalization;
using Serverless.Core.Network;

namespace Serverless.Core.UrlShortening.Targets;

/// <summary>Refuses URLs that could not be sent byte for byte in a header, and says how to write them instead.</summary>
internal static class TargetUrlCharacters
{
    private const char FirstVisible = '!';
    private const char LastVisible = '~';
    private const int LongestSuggestion = 512;

    private static readonly SearchValues<char> Visible =
        SearchValues.Create([.. Enumerable.Range(FirstVisible, LastVisible - FirstVisible + 1).Select(code => (char)code)]);

    /// <summary>Why the text is too long or holds a character that a URL can't have; null when it doesn't.</summary>
    public static string? Refuse(string url)
    {
        if (url.Length is 0 or > TargetUrl.MaxLength)
        {
            return $"must have 1-{TargetUrl.MaxLength.ToString("N0", CultureInfo.InvariantCulture)} characters.";
        }

        var index = url.AsSpan().IndexOfAnyExcept(Visible);
        return index < 0 ? null : Refuse(url, index);
    }

    private static string Refuse(string url, int index)
    {
        var code = index + 1 < url.Length && char.IsSurrogatePair(url, index) ? char.ConvertToUtf32(url, index) : url[index];
        var place = $"has the character U+{code:X4} at position {index + 1}";
        return code < FirstVisible
            ? $"{place}: spaces and control characters have to be percent-encoded."
            : $"{place}: a URL is ASCII, so write the host in punycode and percent-encode the rest{Suggestion(url)}.";
    }

    private static string Suggestion(string url)
    {
        // Other schemes are left alone before they are parsed: Uri throws at some texts that begin with slashes.
        if (url.Length > LongestSuggestion || !url.StartsWith("http", StringComparison.OrdinalIgnoreCase) || !Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed is not { Scheme: "http" or "https" })
        {
            return "";
        }

        return TryEncode(parsed) is { } encoded && !encoded.AsSpan().ContainsAnyExcept(Visible) ? $", for example {encoded}" : "";
    }

    private static string? TryEncode(Uri url)
    {
        try
        {
            return CanonicalHost.Of(url.Host) is { } host ? new UriBuilder(url) { Host = host }.Uri.AbsoluteUri : null;
        }
        catch (UriFormatException)
        {
            // Some hosts in Unicode are no domain names, for example those that mix writing directions.
            return null;
        }
    }
}
