namespace Serverless.Client.UrlShortening;

/// <summary>The clicks that came from a host.</summary>
/// <param name="Host">Empty for none.</param>
/// <param name="Clicks">How many.</param>
public sealed record ReferrerClicks(string Host, long Clicks);
