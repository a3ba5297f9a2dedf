namespace Serverless.Functions.RateLimiting;

/// <summary>What the asker knows of the caller whose request is to be limited.</summary>
public sealed record CheckCaller
{
    public string? User { get; init; }

    public string? ApiKey { get; init; }

    public string? Ip { get; init; }

    public IReadOnlyDictionary<string, string?>? Headers { get; init; }
}
