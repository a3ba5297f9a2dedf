namespace Serverless.Core.UrlShortening.Following;

/// <summary>How long what was read of a link row may be believed, counted from the moment before the read.</summary>
internal static class CacheLifetimes
{
    /// <summary>By the memory of a process, whether it read the row or asked the shared cache. The shared cache may believe a link for longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>That a key is unknown or gone; or a link of which another may know better.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    /// <summary>How far the clocks of two instances may differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    /// <summary>Whether the shared cache believes a link beyond the time within which lost marks and messages are outlived by age alone.</summary>
    public static bool MustBeTold(TimeSpan shared) => shared > Longest;

    /// <summary>How long the shared cache is passed by after an invalidation: until no mark can be missing from it any more.</summary>
    /// <param name="shared">How long it believes a link.</param>
    public static TimeSpan DistrustAfterChange(TimeSpan shared) => MustBeTold(shared) ? TimeSpan.FromMinutes(2) : Longest + ClockSkew;

    public static DateTimeOffset Earlier(DateTimeOffset first, DateTimeOffset second) => first < second ? first : second;
}
