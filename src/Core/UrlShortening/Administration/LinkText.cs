using System.Globalization;
using System.Text;

namespace Serverless.Core.UrlShortening.Administration;

/// <summary>What the texts may be that owners give to their links.</summary>
public static class LinkText
{
    /// <summary>In characters.</summary>
    public const int MaxTitleLength = 200;

    private const char ListSeparator = ',';

    /// <summary>The title that is stored; null for a text that says nothing.</summary>
    public static string? TitleOf(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>Why the text can't be a title; null when it can.</summary>
    public static string? RefuseTitle(string? title) => title switch
    {
        null => null,
        { Length: > MaxTitleLength } => $"must have at most {MaxTitleLength} characters.",
        _ when !IsLine(title) => "must be one line of text without control characters.",
        _ => null,
    };

    /// <summary>Why these can't be the tags of a link; null when they can.</summary>
    public static string? RefuseTags(IReadOnlyList<string>? tags) => tags switch
    {
        null => null,
        { Count: > LinkTags.Max } => $"must be at most {LinkTags.Max}.",
        _ when tags.Select(RefuseTag).FirstOrDefault(refusal => refusal is not null) is { } refused => refused,
        _ => tags.GroupBy(tag => tag, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? $"must not hold '{twice.Key}' twice."
            : null,
    };

    /// <summary>Why the text can't be a tag; null when it can.</summary>
    public static string? RefuseTag(string? tag) => tag switch
    {
        null => "must be text, not null.",
        { Length: 0 or > LinkTags.MaxLength } => $"must have 1-{LinkTags.MaxLength} characters each.",
        _ when !IsLine(tag) || tag.Contains(ListSeparator, StringComparison.Ordinal) => "must be text without control characters and commas.",
        _ when tag.Length != tag.Trim().Length => "must not begin or end with a space.",
        _ => null,
    };

    // Line and paragraph separators are control characters to whoever shows a line; half a surrogate pair is no text.
    private static bool IsLine(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return false;
            }
        }

        return IsWhole(text);
    }

    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
