namespace Serverless.Core.UrlShortening;

/// <summary>What a user asks of a new link; <see cref="LinkRules"/> decides whether it can be had.</summary>
public sealed record NewLink
{
    public string? Url { get; init; }

    /// <summary>The key to use; null for one from the pool.</summary>
    public string? Alias { get; init; }

    /// <summary>Null for one year, unless <see cref="ExpiresIn"/> is given.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>301 or 302; null for 301.</summary>
    public int? Redirect { get; init; }
}
