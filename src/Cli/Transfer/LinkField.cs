namespace Serverless.Cli.Transfer;

/// <summary>What a column of a file can say of a link.</summary>
internal static class LinkField
{
    public const string Url = "url";
    public const string Alias = "alias";
    public const string ShortUrl = "shortUrl";
    public const string Title = "title";
    public const string Tags = "tags";
    public const string Owner = "owner";
    public const string CreatedAt = "createdAt";
    public const string ExpiresAt = "expiresAt";
    public const string ExpiresIn = "expiresIn";
    public const string EndedAt = "endedAt";
    public const string Redirect = "redirect";
    public const string ForwardQuery = "forwardQuery";
    public const string Clicks = "clicks";
    public const string Bots = "bots";

    /// <summary>Further slugs that lead to the same place: each becomes a link of its own.</summary>
    public const string MoreAliases = "moreAliases";

    /// <summary>Says that the link did what no link here does; one where it says so is refused rather than made without it.</summary>
    public const string Unsupported = "unsupported";

    /// <summary>Those that <c>--map</c> may name.</summary>
    public static readonly string[] All =
        [Url, Alias, ShortUrl, Title, Tags, Owner, CreatedAt, ExpiresAt, ExpiresIn, EndedAt, Redirect, ForwardQuery, Clicks, Bots];
}
