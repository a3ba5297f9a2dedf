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

    /// <summary>Those that may be given for a resource alone: an API, or a topic. With the others, a resource would make a key that can do nothing.</summary>
    public static FrozenSet<string> OnResources { get; } =
        FrozenSet.ToFrozenSet([CheckRateLimits, ManageRateLimits, Publish, Subscribe, ManageTopics], StringComparer.Ordinal);

    public static FrozenSet<string> All { get; } =
        FrozenSet.ToFrozenSet([Admin, Links, CheckRateLimits, ManageRateLimits, Publish, Subscribe, ManageTopics], StringComparer.Ordinal);
}
