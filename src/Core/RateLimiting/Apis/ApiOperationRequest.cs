using System.ComponentModel.DataAnnotations;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.RateLimiting.Apis;

/// <summary>Names the requests of one method and route; several may share a name, and so its rules.</summary>
public sealed record ApiOperationRequest
{
    /// <summary>The name that rules use.</summary>
    [Required]
    [RegularExpression(ResourceName.Pattern)]
    public string? Op { get; init; }

    /// <summary>An HTTP method, or <c>*</c>.</summary>
    [Required]
    public string? Method { get; init; }

    /// <summary>A route pattern such as <c>orders/{id}</c>, with or without a slash at its beginning.</summary>
    [Required]
    public string? Route { get; init; }

    /// <summary>Which answers of the upstream count, where the gateway forwards; null for all. What a request took whose answer does not count is given back.</summary>
    public CountCondition? CountWhen { get; init; }
}
