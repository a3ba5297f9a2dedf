using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Serverless.Core.UrlShortening;

/// <summary>Settings of the section <c>Links</c>.</summary>
public sealed class LinksOptions
{
    public const string Section = "Links";

    /// <summary>What short URLs begin with, for example <c>https://sho.rt</c>; null for the scheme and host of the request.</summary>
    [HttpAddress]
    public string? BaseUrl { get; set; }

    /// <summary>Further addresses that lead to this service, which no link may point to: short links that lead to one another would never end.</summary>
    public IList<string> OwnAddresses { get; } = [];

    /// <summary>Hosts that no link may lead to, now or when it is followed: <c>evil.example</c>, or <c>.evil.example</c> for all below it too.</summary>
    public IList<string> BlockedHosts { get; } = [];

    /// <summary>Where visitors are sent who follow a link that does not exist; null to tell them so.</summary>
    [HttpAddress(IsLocation = true)]
    public string? NotFoundUrl { get; set; }

    /// <summary>Where visitors are sent who follow a link that has expired or was deleted; null to tell them so.</summary>
    [HttpAddress(IsLocation = true)]
    public string? GoneUrl { get; set; }

    /// <summary>The topic to which clicks are published once they are stored, for analytics of one's own; null for none.</summary>
    [RegularExpression(ResourceName.Pattern)]
    public string? ClickTopic { get; set; }

    /// <summary>
    /// Whether clicks are gathered in <c>Redis:Counters</c> on their way into the table, where both are configured; otherwise each
    /// instance writes its own into the table. LocalHost's own Redis gathers none.
    /// </summary>
    public bool GatherClicks { get; set; } = true;

    /// <summary>How often gathered clicks are taken into the table: a quarter of an hour, or a multiple that divides a day. A Redis that loses its data loses the clicks of so long.</summary>
    [QuarterHours]
    public TimeSpan RollUpEvery { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The least characters of an alias, for everybody but admins.</summary>
    [Range(1, LinkKey.MaxLength)]
    public int MinAlias { get; set; } = 4;

    /// <summary>How long a key is kept from being issued again after its link has ended; so long its owner can bring it back.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan Quarantine { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a client may keep a redirect, unless the link expires earlier.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long Redis believes a link before its row is read again, at most to the link's end. Beyond 30 seconds each change
    /// of a link is told by a queue message too.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:30", "30.00:00:00")]
    public TimeSpan CacheFor { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How many followed links an instance keeps in memory, about 370 bytes each and 2 for each character of the URL; the least recently followed go first.</summary>
    [Range(16, 10_000_000)]
    public int MemoryLinks { get; set; } = 10_000;

    [Required]
    [ValidateObjectMembers]
    public KeyPoolOptions KeyPool { get; set; } = new();
}

/// <summary>Refuses settings that would make wrong links, at start rather than at the first request.</summary>
[OptionsValidator]
public sealed partial class LinksOptionsValidator : IValidateOptions<LinksOptions>;
