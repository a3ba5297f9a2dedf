namespace Serverless.Core.UrlShortening;

/// <summary>What a user asks to change of a link; null leaves a property as it is.</summary>
public sealed record LinkChange
{
    public string? Url { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>301 or 302.</summary>
    public int? Redirect { get; init; }
}
