namespace Serverless.Client.RateLimiting;

/// <summary>An API with its operations, for the gateway and for proxies that ask.</summary>
public sealed record RateLimitApi
{
    /// <summary>The API's name, 1-100 of <c>[A-Za-z0-9._-]</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where the gateway forwards to; null for an API that is only checked.</summary>
    public string? Upstream { get; init; }

    /// <summary>How requests become operations; null for none.</summary>
    public IReadOnlyList<RateLimitOperation>? Operations { get; init; }

    /// <summary>Whether the gateway demands an API key of ours; null for false.</summary>
    public bool? RequireKey { get; init; }
}
