using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Serverless.Core.UrlShortening.Links;
using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Core.UrlShortening.Administration;

/// <summary>What to change of a link; what is null stays as it is, unless it is <see cref="Cleared"/>.</summary>
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

    /// <summary>What to call it; null or empty for nothing.</summary>
    [StringLength(LinkText.MaxTitleLength)]
    public string? Title { get; init; }

    /// <summary>All words to find it by, in place of those it has; null or empty for none.</summary>
    [MaxLength(LinkTags.Max)]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Whether the query of the short URL is appended to the target's; null for no.</summary>
    public bool? ForwardQuery { get; init; }

    /// <summary>The JSON names of properties that lose their value: given, and null (RFC 7396).</summary>
    [JsonIgnore]
    public IReadOnlySet<string> Cleared { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The link with the change.</summary>
    /// <param name="labelNonce">Names the new entries of the index by label, if the change makes some.</param>
    internal ShortLink Apply(ShortLink link, string labelNonce)
    {
        var changed = link with
        {
            Url = Url ?? link.Url,
            ExpiresAt = ExpiresAt?.ToMilliseconds() ?? link.ExpiresAt,
            Redirect = Redirect is { } redirect ? (LinkRedirect)redirect : link.Redirect,
            Title = Cleared.Contains("title") ? null : Title is null ? link.Title : LinkText.TitleOf(Title),
            Tags = Cleared.Contains("tags") ? LinkTags.None : Tags is null ? link.Tags : new LinkTags(Tags),
            ForwardQuery = !Cleared.Contains("forwardQuery") && (ForwardQuery ?? link.ForwardQuery),
        };
        return LinkLabel.Of(changed).SequenceEqual(LinkLabel.Of(link)) ? changed : changed with { LabelNonce = labelNonce };
    }
}
