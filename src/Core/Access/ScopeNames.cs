using System.Collections.Frozen;

namespace Serverless.Core.Access;

/// <summary>The permissions that exist.</summary>
public static class ScopeNames
{
    public const string Admin = "admin";
    public const string Links = "links";
    public const string CheckRateLimits = "ratelimit.check";
    public const string ManageRateLimits = "ratelimit.manage";
    public const string Publish = "publish";
    public const string Subscribe = "subscribe";
    public const string ManageTopics = "topics.manage";

    public static FrozenSet<string> All { get; } =
        FrozenSet.ToFrozenSet([Admin, Links, CheckRateLimits, ManageRateLimits, Publish, Subscribe, ManageTopics], StringComparer.Ordinal);
}
