using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>Reads from which host a visitor came.</summary>
public static class ReferrerHost
{
    /// <summary>No referrer, or one that can't be read.</summary>
    public const string None = "";

    /// <summary>All referrers for which there was no room of their own; no host can have this name.</summary>
    public const string Other = "(other)";

    /// <summary>The host of a <c>Referer</c> header in lower case, at most 253 characters.</summary>
    public static string Of(string? referrer) =>
        string.IsNullOrEmpty(referrer) ? None : TargetUrl.Parse(referrer, out _)?.Host ?? None;
}
