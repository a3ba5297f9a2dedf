namespace Serverless.Client;

/// <summary>What is known of whom a check is for; rules count by it.</summary>
public sealed record RateLimitCaller
{
    /// <summary>The user's name.</summary>
    public string? User { get; init; }

    /// <summary>The API key's id; never the key itself.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The IPv4 or IPv6 address; rules whose identity is missing count by it.</summary>
    public string? Ip { get; init; }

    /// <summary>The caller's plan; null for that of the caller's record.</summary>
    public string? Plan { get; init; }

    /// <summary>Headers of the request that rules count by.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }
}
