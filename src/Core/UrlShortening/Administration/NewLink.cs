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

    /// <summary>The key to use, of at least <c>Links:MinAlias</c> characters (4) unless an admin asks; null for one from the pool.</summary>
    [RegularExpression(LinkKey.Pattern)]
    public string? Alias { get; init; }

    /// <summary>The same as <c>alias</c>, of any length from 1, for admins; not together with it.</summary>
    [RegularExpression(LinkKey.Pattern)]
    public string? Key { get; init; }

    /// <summary>When the link ends, at most 10 years ahead; null for one year, unless <c>expiresIn</c> is given.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How long the link lives, at most 10 years; not together with <c>expiresAt</c>.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>301 may be kept by browsers; with 302 every click is seen. Null for 301.</summary>
    [AllowedValues(301, 302)]
    public int? Redirect { get; init; }

    /// <summary>Whose link it is; null for the caller's. Another owner's is for admins to make.</summary>
    [RegularExpression(ResourceName.Pattern)]
    public string? Owner { get; init; }

    /// <summary>When the link was made elsewhere, from the year 1990 on; null for now. For admins.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Clicks of people that were counted elsewhere; null for none. For admins.</summary>
    [Range(0, LinkRules.MaxClicks)]
    public long? Clicks { get; init; }

    /// <summary>Clicks of others than people that were counted elsewhere; null for none. For admins.</summary>
    [Range(0, LinkRules.MaxClicks)]
    public long? Bots { get; init; }

    /// <summary>
    /// When the link ended: it is kept in quarantine from then on, as if it had ended here. Null for a link that lives. For
    /// admins, and with a key.
    /// </summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The key that was asked for; null for one from the pool.</summary>
    internal string? WantedKey => Key ?? Alias;
}
