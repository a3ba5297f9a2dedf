using System.ComponentModel.DataAnnotations;
using Serverless.Core;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>The question whether a caller may do something now.</summary>
public sealed record CheckRequest
{
    /// <summary>The API whose rules are asked.</summary>
    [Required]
    [RegularExpression(ResourceName.Pattern)]
    public string? Api { get; set; }

    /// <summary>The operation whose rules are asked.</summary>
    [Required]
    [RegularExpression(ResourceName.Pattern)]
    public string? Op { get; set; }

    /// <summary>Who wants to do it.</summary>
    public CheckCaller? Caller { get; set; }

    /// <summary>Permits that it takes; null for 1.</summary>
    [Range(1, long.MaxValue)]
    public long? Cost { get; set; }
}
