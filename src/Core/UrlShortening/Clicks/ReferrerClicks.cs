namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>The clicks that came from a host, from none (empty) or from hosts that are not told apart.</summary>
public sealed record ReferrerClicks(string Host, long Clicks);
