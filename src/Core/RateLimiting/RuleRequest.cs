namespace Serverless.Core.RateLimiting;

/// <summary>A rule as a user asks for it; <see cref="RuleValidation"/> decides whether it can be had.</summary>
public sealed record RuleRequest
{
    /// <summary>May repeat the name that the rule is put under.</summary>
    public string? Id { get; init; }

    public string? Api { get; init; }

    public string? Op { get; init; }

    public string? TimeUnit { get; init; }

    public long? Requests { get; init; }

    public string? Algorithm { get; init; }

    /// <summary><c>user</c>, <c>apiKey</c>, <c>ip</c>, <c>header:NAME</c> or <c>global</c>.</summary>
    public string? IdentifyBy { get; init; }

    /// <summary>Of a token bucket only; null for as many as <see cref="Requests"/>.</summary>
    public long? Burst { get; init; }

    public string? OnFailure { get; init; }

    public string? Mode { get; init; }

    public bool? Enabled { get; init; }
}
