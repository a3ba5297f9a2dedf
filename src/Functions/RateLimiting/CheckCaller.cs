namespace Serverless.Functions.RateLimiting;

/// <summary>What the asker knows of the caller whose request is to be limited.</summary>
public sealed record CheckCaller
{
    public string? User { get; set; }

    public string? ApiKey { get; set; }

    public string? Ip { get; set; }

    public IReadOnlyDictionary<string, string?>? Headers { get; set; }
}
