using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Core.UrlShortening.Following;

/// <summary>Lets visitors follow links: where to, unless the operator has blocked it, and counted.</summary>
public sealed class LinkVisits(LinkFollower follower, BlockList blocked, ClickCounter clicks, ClickFlusher flusher)
{
    /// <summary>The target of a key with <see cref="LinkStatus.Ok"/>; completes at once when this process knows it.</summary>
    /// <param name="referrer">The <c>Referer</c> header; null or empty for none.</param>
    /// <param name="counts">Whether it is a click.</param>
    /// <inheritdoc cref="LinkFollower.FollowAsync"/>
    public ValueTask<LinkVisit> VisitAsync(string key, string? referrer, bool counts, CancellationToken cancellationToken)
    {
        var following = follower.FollowAsync(key, cancellationToken);
        return following.IsCompletedSuccessfully
            ? new(Visit(following.Result, referrer, counts))
            : AwaitAsync(following, referrer, counts);
    }

    private async ValueTask<LinkVisit> AwaitAsync(ValueTask<FollowedLink> following, string? referrer, bool counts) =>
        Visit(await following, referrer, counts);

    private LinkVisit Visit(FollowedLink found, string? referrer, bool counts)
    {
        if (found.IsBlockedBy(blocked.Current))
        {
            return new LinkVisit(LinkStatus.Blocked, null);
        }

        if (counts && found.Target is not null)
        {
            found.Count(clicks, ReferrerHost.Of(referrer));
            flusher.StartIfDue();
        }

        return new LinkVisit(found.Status, found.Target);
    }
}
