namespace Serverless.Client.UrlShortening;

/// <summary>What to change of a link; null leaves a property as it is.</summary>
public sealed record LinkChange
{
    /// <summary>Where it is to lead.</summary>
    public string? Url { get; init; }

    /// <summary>When it is to end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>301 or 302.</summary>
    public int? Redirect { get; init; }
}
