namespace Serverless.Client.UrlShortening;

/// <summary>A link to be made.</summary>
public sealed record NewLink
{
    /// <summary>Where it leads, kept byte for byte.</summary>
    public required string Url { get; init; }

    /// <summary>The key it is to have, 4-32 of <c>[A-Za-z0-9_-]</c>; null for a short one that the service draws.</summary>
    public string? Alias { get; init; }

    /// <summary>When it ends, at most ten years ahead; null for a year from now, unless <see cref="ExpiresIn"/> is given.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How long it lives; not together with <see cref="ExpiresAt"/>.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>301, or 302 to see every click; null for 301.</summary>
    public int? Redirect { get; init; }
}
