using System.Globalization;
using Serverless.Cli.Output;
using Serverless.Client;
using Serverless.Core;

namespace Serverless.Cli.Transfer;

/// <summary>Makes of what a file says of a link the links to be made. What has to be other than the file says, it says.</summary>
internal sealed class LinkMapper(ColumnMap columns)
{
    private const int MaxOwner = 100;
    private const int MaxTitle = 200;
    private const int MaxTags = 10;
    private const int MaxTag = 50;
    private const char Replaced = '\uFFFD';

    /// <summary>Of products whose times name no zone; they are of UTC.</summary>
    private static readonly string[] TimeFormats = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss 'UTC'", "yyyy-MM-dd'T'HH:mm:ss'+0000'", "yyyy-MM-dd HH:mm:ss.FFFFFFF"];

    private static readonly char[] ListSeparators = ['|', ',', JsonFile.Joint];
    private static readonly char[] OwnListSeparators = [',', JsonFile.Joint];
    private static readonly string[] Yeses = ["true", "1", "yes"];
    private static readonly string[] Noes = ["false", "0", "no", "null"];

    /// <summary>One link or, where the file gives several slugs, one for each.</summary>
    /// <exception cref="UsageException">Nobody knows what a field of the record means.</exception>
    public IReadOnlyList<MappedLink> Map(RawRecord record)
    {
        if (record.Error is not null)
        {
            return [new MappedLink(record.Line, null, record.Error)];
        }

        var notes = new List<string>();
        try
        {
            var values = Collect(record);
            var link = Read(values, notes);
            return [.. AliasesOf(values).Select(alias => new MappedLink(record.Line, link with { Alias = alias }, null, notes.Count == 0 ? null : string.Join(" ", notes)))];
        }
        catch (FormatException exception)
        {
            return [new MappedLink(record.Line, null, exception.Message)];
        }
    }

    private Dictionary<string, string> Collect(RawRecord record)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in record.Fields)
        {
            if (columns.FieldOf(name) is not { } field || string.IsNullOrWhiteSpace(value))
            {
                continue;
            }

            if (value.Contains(Replaced, StringComparison.Ordinal))
            {
                throw new FormatException($"{name} holds characters that are not UTF-8.");
            }

            if (field == LinkField.Unsupported && !Noes.Contains(value.Trim(), StringComparer.OrdinalIgnoreCase))
            {
                throw new FormatException($"has {name}, which no link here can have; --ignore {name} makes it without.");
            }

            values.TryAdd(field, value.Trim());
        }

        return values;
    }

    private NewLink Read(Dictionary<string, string> values, List<string> notes) => new()
    {
        Url = UrlOf(values.GetValueOrDefault(LinkField.Url) ?? throw new FormatException("has no url."), notes),
        Owner = values.TryGetValue(LinkField.Owner, out var owner) ? OwnerOf(owner, notes) : null,
        CreatedAt = FindTime(values, LinkField.CreatedAt),
        ExpiresAt = FindTime(values, LinkField.ExpiresAt),
        EndedAt = FindTime(values, LinkField.EndedAt),
        ExpiresIn = FindValue(values, LinkField.ExpiresIn, text => DurationConverter.Parse(text), "a duration such as P30D"),
        Title = values.TryGetValue(LinkField.Title, out var title) ? TitleOf(title, notes) : null,
        Tags = values.TryGetValue(LinkField.Tags, out var tags) ? TagsOf(tags, notes) : null,
        ForwardQuery = FindValue(values, LinkField.ForwardQuery, IsYes, "true or false") is true ? true : null,
        Redirect = FindValue(values, LinkField.Redirect, text => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture), "301 or 302"),
        Clicks = FindValue(values, LinkField.Clicks, text => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture), "a count"),
        Bots = FindValue(values, LinkField.Bots, text => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture), "a count"),
    };

    private static string UrlOf(string url, List<string> notes)
    {
        var encoded = TargetEncoding.Encode(url);
        if (encoded != url)
        {
            notes.Add($"The URL was written as {encoded}.");
        }

        return encoded;
    }

    // A title is one line here.
    private static string TitleOf(string text, List<string> notes)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => string.Concat(word.Where(character => !char.IsControl(character)))));
        var title = text.Any(char.IsControl) ? line : text;
        title = title.Length > MaxTitle ? title[..(char.IsHighSurrogate(title[MaxTitle - 1]) ? MaxTitle - 1 : MaxTitle)] : title;
        if (title != text)
        {
            notes.Add($"The title was written as '{title}'.");
        }

        return title;
    }

    private string[] TagsOf(string text, List<string> notes)
    {
        var separators = text.Contains(JsonFile.Joint, StringComparison.Ordinal) ? [JsonFile.Joint] : columns.IsOwn ? OwnListSeparators : ListSeparators;
        var all = text.Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToArray();
        var tags = all.Where(tag => tag.Length <= MaxTag && !tag.Contains(',', StringComparison.Ordinal) && !tag.Any(char.IsControl)).Take(MaxTags).ToArray();
        if (tags.Length < all.Length)
        {
            notes.Add($"Left out of the tags: {string.Join(", ", all.Except(tags, StringComparer.Ordinal))}.");
        }

        return tags;
    }

    private static bool IsYes(string text) =>
        Yeses.Contains(text, StringComparer.OrdinalIgnoreCase) || (Noes.Contains(text, StringComparer.OrdinalIgnoreCase) ? false : throw new FormatException());

    // An e-mail address, for example, is no name of an owner.
    private static string OwnerOf(string owner, List<string> notes)
    {
        var name = string.Concat(owner.Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-' ? character : '-'));
        name = name.Length > MaxOwner ? name[..MaxOwner] : name;
        if (name != owner)
        {
            notes.Add($"The owner '{owner}' was written as {name}.");
        }

        return name;
    }

    private static string?[] AliasesOf(Dictionary<string, string> values)
    {
        var more = (values.GetValueOrDefault(LinkField.MoreAliases) ?? "").Split(ListSeparators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var first = values.GetValueOrDefault(LinkField.Alias) ?? SlugOf(values.GetValueOrDefault(LinkField.ShortUrl));
        var slugs = more.Select(SlugOf).Prepend(first).Where(slug => slug is not null).Distinct(StringComparer.Ordinal).ToArray();
        return slugs.Length == 0 ? [null] : slugs;
    }

    /// <summary>The part of a short URL behind its host, with or without a scheme; a text without slash is a slug.</summary>
    private static string? SlugOf(string? shortUrl)
    {
        if (shortUrl is null)
        {
            return null;
        }

        var scheme = shortUrl.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme < 0 ? shortUrl : shortUrl[(scheme + 3)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 && scheme < 0 ? rest : slash < 0 || slash + 1 == rest.Length ? null : Uri.UnescapeDataString(rest[(slash + 1)..]);
    }

    private static DateTimeOffset? FindTime(Dictionary<string, string> values, string field) => FindValue(values, field, ParseTime, IsoTime.Rule);

    private static DateTimeOffset ParseTime(string text) => IsoTime.Parse(text)
        ?? DateTimeOffset.ParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static T? FindValue<T>(Dictionary<string, string> values, string field, Func<string, T> read, string kind)
        where T : struct
    {
        try
        {
            return values.TryGetValue(field, out var text) ? read(text) : null;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw new FormatException($"{field} is '{values[field]}', which is not {kind}.");
        }
    }
}

/// <summary>A link to be made.</summary>
/// <param name="Line">Where the file speaks of it.</param>
/// <param name="Link">Null if it can't be read.</param>
/// <param name="Error">Why it can't be read; null if it can.</param>
/// <param name="Note">What is other than the file says; null for nothing.</param>
internal sealed record MappedLink(int Line, NewLink? Link, string? Error, string? Note = null);
