using System.ComponentModel.DataAnnotations;
using Serverless.Core;
using Serverless.Functions.RateLimiting.Checking;

namespace Serverless.Functions.RateLimiting.Counters;

/// <summary>A check that was allowed, and of which what it took is to be given back.</summary>
public sealed record RefundRequest
{
    /// <summary>The check's.</summary>
    [Required]
    [RegularExpression(ResourceName.Pattern)]
    public string? Api { get; init; }

    /// <summary>The check's.</summary>
    [Required]
    [RegularExpression(ResourceName.Pattern)]
    public string? Op { get; init; }

    /// <summary>The check's.</summary>
    public CheckCaller? Caller { get; init; }

    /// <summary>Permits that the check took; null for 1.</summary>
    [Range(1, long.MaxValue)]
    public long? Cost { get; init; }

    /// <summary>The time that the check answered.</summary>
    [Required]
    public DateTimeOffset? At { get; init; }
}
