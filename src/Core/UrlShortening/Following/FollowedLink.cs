using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Core.UrlShortening.Following;

/// <summary>Where a key was found to lead, and for how long that may be believed.</summary>
/// <param name="status"><see cref="LinkStatus.Ok"/>, <see cref="LinkStatus.NotFound"/> or <see cref="LinkStatus.Gone"/>.</param>
/// <param name="target">Null unless it is Ok.</param>
/// <param name="until">From this instant it has to be read anew.</param>
/// <param name="epoch">The key's epoch before the read began.</param>
public sealed class FollowedLink(LinkStatus status, LinkTarget? target, DateTimeOffset until, int epoch)
{
    private BlockVerdict? verdict;
    private ClickTally? counted;

    /// <summary>What is answered for a text that can't be a key.</summary>
    public static FollowedLink Unknown { get; } = new(LinkStatus.NotFound, null, DateTimeOffset.MinValue, 0);

    public LinkStatus Status => status;

    public LinkTarget? Target => target;

    /// <summary>Whether it may be answered at <paramref name="now"/>. An end too far ahead means that the clock was set back.</summary>
    public bool IsFresh(DateTimeOffset now, int currentEpoch) =>
        epoch == currentEpoch && now < until && until - now <= CacheLifetimes.Longest;

    /// <summary>Whether the read that it was made of is young enough for who asked at <paramref name="asked"/>, however late it ended.</summary>
    public bool Holds(DateTimeOffset asked) => asked < until;

    /// <summary>Whether the list blocks the target; worked out once for each list.</summary>
    public bool IsBlockedBy(BlockedHosts list)
    {
        if (target is null || list.IsEmpty)
        {
            return false;
        }

        var known = verdict;
        if (known is null || known.List != list)
        {
            verdict = known = new BlockVerdict(list, list.BlocksUrl(target.Url));
        }

        return known.IsBlocked;
    }

    /// <summary>Counts a click on the target, if there is one.</summary>
    internal void Count(ClickCounter clicks, string referrer, bool isBot)
    {
        if (target is not null)
        {
            clicks.Count(target.Key, target.Nonce, referrer, isBot, ref counted);
        }
    }

    private sealed record BlockVerdict(BlockedHosts List, bool IsBlocked);
}
