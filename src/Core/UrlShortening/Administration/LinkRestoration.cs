namespace Serverless.Core.UrlShortening.Administration;

/// <summary>How a link that has ended is brought back: until when; null for both leaves its end as it was.</summary>
public sealed record LinkRestoration
{
    /// <summary>When the link ends, at most 10 years ahead.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How long the link lives from now on, at most 10 years; not together with <c>expiresAt</c>.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    internal DateTimeOffset? EndAt(DateTimeOffset now) => ExpiresAt ?? now + ExpiresIn;
}
