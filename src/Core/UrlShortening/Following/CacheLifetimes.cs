namespace Serverless.Core.UrlShortening.Following;

/// <summary>How long what was read of a link row may be believed, counted from the moment before the read.</summary>
internal static class CacheLifetimes
{
    /// <summary>By any cache, however many levels it went through.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>That a key is unknown or gone; or a link of which another may know better.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    /// <summary>How far the clocks of two instances may differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    public static DateTimeOffset Earlier(DateTimeOffset first, DateTimeOffset second) => first < second ? first : second;
}
