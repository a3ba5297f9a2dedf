using System.Collections.Frozen;

namespace Serverless.Cli.Transfer;

/// <summary>A product whose exports can be imported: what its columns mean. Names are compared without case, blanks, dots, hyphens and underscores.</summary>
/// <param name="Columns">What is taken.</param>
/// <param name="Left">Columns that its exports have and that no link here keeps; the summary names those that were there.</param>
internal sealed record LinkSource(string Name, FrozenDictionary<string, string> Columns, FrozenSet<string> Left)
{
    public static readonly LinkSource Csv = Of(
        "csv",
        [
            ("url", LinkField.Url), ("alias", LinkField.Alias), ("key", LinkField.Alias), ("title", LinkField.Title), ("tags", LinkField.Tags),
            ("owner", LinkField.Owner), ("createdAt", LinkField.CreatedAt), ("expiresAt", LinkField.ExpiresAt), ("expiresIn", LinkField.ExpiresIn),
            ("endedAt", LinkField.EndedAt), ("redirect", LinkField.Redirect), ("forwardQuery", LinkField.ForwardQuery), ("clicks", LinkField.Clicks), ("bots", LinkField.Bots),
        ],
        ["shortUrl", "etag"]);

    public static readonly LinkSource[] All =
    [
        Csv,
        // The table of links, as its export plugins and mysql write it.
        Of(
            "yourls",
            [("keyword", LinkField.Alias), ("url", LinkField.Url), ("title", LinkField.Title), ("timestamp", LinkField.CreatedAt), ("clicks", LinkField.Clicks), ("user", LinkField.Owner), ("shorturl", LinkField.ShortUrl)],
            ["ip"]),
        // The web client's CSV, and the fields of the REST API.
        Of(
            "shlink",
            [
                ("shortCode", LinkField.Alias), ("shortUrl", LinkField.ShortUrl), ("longUrl", LinkField.Url), ("title", LinkField.Title), ("tags", LinkField.Tags),
                ("createdAt", LinkField.CreatedAt), ("dateCreated", LinkField.CreatedAt), ("validUntil", LinkField.ExpiresAt), ("visits", LinkField.Clicks), ("visitsCount", LinkField.Clicks),
                ("forwardQuery", LinkField.ForwardQuery), ("maxVisits", LinkField.Unsupported), ("hasRedirectRules", LinkField.Unsupported),
            ],
            ["domain", "validSince", "crawlable", "total", "nonBots", "bots"]),
        // The fields of its API.
        Of(
            "kutt",
            [
                ("address", LinkField.Alias), ("link", LinkField.ShortUrl), ("target", LinkField.Url), ("description", LinkField.Title), ("created_at", LinkField.CreatedAt),
                ("expire_in", LinkField.ExpiresAt), ("visit_count", LinkField.Clicks), ("email", LinkField.Owner), ("password", LinkField.Unsupported), ("banned", LinkField.Unsupported),
            ],
            ["id", "uuid", "domain", "domain_id", "user_id", "updated_at", "meta_title", "meta_description", "meta_image"]),
        // The dashboard's CSV, and the fields of the API.
        Of(
            "dub",
            [
                ("Short link", LinkField.ShortUrl), ("link", LinkField.ShortUrl), ("key", LinkField.Alias), ("Destination URL", LinkField.Url), ("url", LinkField.Url),
                ("Title", LinkField.Title), ("Tags", LinkField.Tags), ("Created at", LinkField.CreatedAt), ("Expires at", LinkField.ExpiresAt), ("Clicks", LinkField.Clicks),
                ("password", LinkField.Unsupported), ("geo", LinkField.Unsupported), ("ios", LinkField.Unsupported), ("android", LinkField.Unsupported), ("rewrite", LinkField.Unsupported),
            ],
            [
                "id", "domain", "Description", "Updated at", "Archived", "Comments", "Leads", "Conversions", "Sales", "Sale amount", "Folder", "folderId", "External ID", "tenantId", "Creator", "userId",
                "user", "workspaceId", "projectId", "programId", "partnerId", "publicStats", "image", "video", "proxy", "doIndex", "trackConversion", "expiredUrl", "qrCode", "lastClicked", "tagId", "identifier",
                "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "webhookIds", "testVariants", "testStartedAt", "testCompletedAt", "disabledAt",
            ]),
        // The export of links, and the fields of the API.
        Of(
            "bitly",
            [
                ("Bitlink", LinkField.ShortUrl), ("Link", LinkField.ShortUrl), ("Short link", LinkField.ShortUrl), ("Short URL", LinkField.ShortUrl),
                ("Custom bitlinks", LinkField.MoreAliases), ("Custom bitlink", LinkField.MoreAliases), ("Custom back-half", LinkField.MoreAliases), ("Custom back-halves", LinkField.MoreAliases),
                ("Long URL", LinkField.Url), ("Destination URL", LinkField.Url), ("Title", LinkField.Title), ("Tags", LinkField.Tags),
                ("Created at", LinkField.CreatedAt), ("Created", LinkField.CreatedAt), ("Date created", LinkField.CreatedAt), ("Creation date", LinkField.CreatedAt), ("Expiration at", LinkField.ExpiresAt),
                ("Clicks", LinkField.Clicks), ("Total clicks", LinkField.Clicks), ("Engagements", LinkField.Clicks), ("Total engagements", LinkField.Clicks),
            ],
            ["id", "archived", "is_deleted", "created by", "client_id", "group_guid", "campaign_ids", "QR code scans", "scans", "deeplinks", "references", "group", "launchpad_ids"]),
    ];

    /// <summary>A name as it is compared.</summary>
    public static string Normalize(string column) => string.Concat(column.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static LinkSource Of(string name, (string Column, string Field)[] columns, string[] left) => new(
        name,
        columns.ToFrozenDictionary(pair => Normalize(pair.Column), pair => pair.Field, StringComparer.Ordinal),
        left.Select(Normalize).ToFrozenSet(StringComparer.Ordinal));
}
