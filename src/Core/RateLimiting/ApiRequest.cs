namespace Serverless.Core.RateLimiting;

/// <summary>An API as a user asks for it; <see cref="ApiValidation"/> decides whether it can be had.</summary>
public sealed record ApiRequest
{
    /// <summary>May repeat the name that the API is put under.</summary>
    public string? Name { get; init; }

    /// <summary>Base address that the gateway forwards to; null for an API that is only checked.</summary>
    public string? Upstream { get; init; }

    public IReadOnlyList<ApiOperationRequest?>? Operations { get; init; }

    public bool? RequireKey { get; init; }
}
