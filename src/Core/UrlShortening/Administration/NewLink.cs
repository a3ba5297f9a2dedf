using System.ComponentModel.DataAnnotations;
using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Core.UrlShortening.Administration;

/// <summary>A link to make.</summary>
public sealed record NewLink
{
    /// <summary>Where the link leads: absolute, http or https, visible ASCII; kept byte for byte.</summary>
    [Required]
    [StringLength(TargetUrl.MaxLength)]
    public string? Url { get; init; }

    /// <summary>The key to use; null for one from the pool.</summary>
    [RegularExpression(LinkKey.AliasPattern)]
    public string? Alias { get; init; }

    /// <summary>When the link ends, at most 10 years ahead; null for one year, unless <c>expiresIn</c> is given.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How long the link lives, at most 10 years; not together with <c>expiresAt</c>.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>301 may be kept by browsers; with 302 every click is seen. Null for 301.</summary>
    [AllowedValues(301, 302)]
    public int? Redirect { get; init; }
}
