using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Core.UrlShortening.Following;

/// <summary>Lets visitors follow links: where to, unless the operator has blocked it, and counted.</summary>
public sealed class LinkVisits(LinkFollower follower, BlockList blocked, KnownRobots robots, ClickCounter clicks, ClickFlusher flusher)
{
    /// <summary>The target of a key with <see cref="LinkStatus.Ok"/>; completes at once when this process knows it.</summary>
    /// <inheritdoc cref="LinkFollower.FollowAsync"/>
    public ValueTask<LinkVisit> VisitAsync(string key, in Visitor visitor, CancellationToken cancellationToken)
    {
        var following = follower.FollowAsync(key, cancellationToken);
        return following.IsCompletedSuccessfully
            ? new(Visit(following.Result, visitor))
            : AwaitAsync(following, visitor);
    }

    private async ValueTask<LinkVisit> AwaitAsync(ValueTask<FollowedLink> following, Visitor visitor) => Visit(await following, visitor);

    private LinkVisit Visit(FollowedLink found, in Visitor visitor)
    {
        if (found.IsBlockedBy(blocked.Current))
        {
            return new LinkVisit(LinkStatus.Blocked, null);
        }

        if (visitor.Counts && found.Target is not null)
        {
            found.Count(clicks, ReferrerHost.Of(visitor.Referrer), visitor.IsPrefetch || robots.Include(visitor.UserAgent));
            flusher.StartIfDue();
        }

        return new LinkVisit(found.Status, found.Target);
    }
}

/// <summary>What became of a visitor.</summary>
/// <param name="Target">Where to send them with <see cref="LinkStatus.Ok"/>; else null.</param>
public readonly record struct LinkVisit(LinkStatus Status, LinkTarget? Target);
