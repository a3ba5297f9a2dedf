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

    /// <summary>Clicks of people that were counted before the link came here; 0 for a link that began here.</summary>
    public long CarriedClicks { get; init; }

    /// <summary>Clicks of others than people that were counted before the link came here.</summary>
    public long CarriedBots { get; init; }

    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;
}
