namespace Serverless.Client;

/// <summary>The question whether a caller may do an operation now.</summary>
public sealed record RateLimitCheck
{
    /// <summary>The API.</summary>
    public required string Api { get; init; }

    /// <summary>The operation.</summary>
    public required string Op { get; init; }

    /// <summary>Who wants to.</summary>
    public RateLimitCaller? Caller { get; init; }

    /// <summary>How many permits it takes, from 1; null for 1.</summary>
    public long? Cost { get; init; }
}
