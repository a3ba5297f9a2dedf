using System.ComponentModel.DataAnnotations;

namespace Serverless.Core.RateLimiting.Apis;

/// <summary>An API to make, or to replace another one with.</summary>
public sealed record ApiRequest
{
    /// <summary>May repeat the name that the API is put under.</summary>
    [RegularExpression(ResourceName.Pattern)]
    public string? Name { get; init; }

    /// <summary>Base address that the gateway forwards to; null for an API that is only checked.</summary>
    public string? Upstream { get; init; }

    /// <summary>Which requests are which operation.</summary>
    [MaxLength(ApiValidation.MaxOperations)]
    public IReadOnlyList<ApiOperationRequest?>? Operations { get; init; }

    /// <summary>Whether callers of the gateway need an API key in <c>x-api-key</c>; null for false.</summary>
    public bool? RequireKey { get; init; }

    /// <summary>Whether browsers may show its answers as documents of the gateway's origin, with their scripts; null for false.</summary>
    public bool? Documents { get; init; }
}
