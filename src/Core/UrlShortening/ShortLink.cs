using System.Diagnostics.CodeAnalysis;

namespace Serverless.Core.UrlShortening;

/// <summary>A short key that leads to a URL until it expires.</summary>
public sealed record ShortLink
{
    /// <summary>Eight base62 characters, or an alias.</summary>
    public required string Key { get; init; }

    /// <summary>The target, kept and sent byte for byte.</summary>
    public required string Url { get; init; }

    public required string Owner { get; init; }

    /// <summary>Whole milliseconds, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From this instant the link is gone. Whole milliseconds, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public required LinkRedirect Redirect { get; init; }

    /// <summary>Names this issue of the key: a key issued again gets another nonce.</summary>
    public required string Nonce { get; init; }

    /// <summary>What its owner calls it; null for nothing.</summary>
    public string? Title { get; init; }

    public LinkTags Tags { get; init; } = LinkTags.None;

    /// <summary>Whether the query of the short URL is appended to the target's.</summary>
    public bool ForwardQuery { get; init; }

    /// <summary>Names the entries of the index by label that hold: each change of the labels writes new ones under another name. The link's own nonce before the first change.</summary>
    [AllowNull]
    public string LabelNonce
    {
        get => field ?? Nonce;
        init;
    }

    /// <summary>Names this state of the link: each change by a client has another, and no change by the system has. The link's own nonce before the first.</summary>
    [AllowNull]
    public string Revision
    {
        get => field ?? Nonce;
        init;
    }

    /// <summary>Clicks of people that were counted before the link came here; 0 for a link that began here.</summary>
    public long CarriedClicks { get; init; }

    /// <summary>Clicks of others than people that were counted before the link came here.</summary>
    public long CarriedBots { get; init; }

    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;
}

/// <summary>How a browser is sent on; the values are the HTTP status codes.</summary>
public enum LinkRedirect
{
    /// <summary>Cacheable for a while: most clicks on a link are seen, not all.</summary>
    Permanent = 301,

    /// <summary>For links whose every click must be seen.</summary>
    Temporary = 302,
}
