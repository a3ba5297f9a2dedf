namespace Serverless.Client.UrlShortening;

/// <summary>The clicks of people who came from a host.</summary>
/// <param name="Host">Empty for none, <c>(other)</c> for all that have no name.</param>
/// <param name="Clicks">How many.</param>
public sealed record ReferrerClicks(string Host, long Clicks);
