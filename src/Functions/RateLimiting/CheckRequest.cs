namespace Serverless.Functions.RateLimiting;

/// <summary>A check as it is asked for; <see cref="CheckReading"/> decides whether it can be made.</summary>
public sealed record CheckRequest
{
    public string? Api { get; set; }

    public string? Op { get; set; }

    public CheckCaller? Caller { get; set; }

    /// <summary>Null for 1.</summary>
    public long? Cost { get; set; }
}
