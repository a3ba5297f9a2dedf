using System.ComponentModel.DataAnnotations;
using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Core.UrlShortening.Administration;

/// <summary>What to change of a link; null leaves a property as it is.</summary>
public sealed record LinkChange
{
    /// <summary>Where the link leads from now on.</summary>
    [StringLength(TargetUrl.MaxLength)]
    public string? Url { get; init; }

    /// <summary>When the link ends, at most 10 years ahead.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>301 or 302.</summary>
    [AllowedValues(301, 302)]
    public int? Redirect { get; init; }
}
