namespace Serverless.Client.UrlShortening;

/// <summary>The clicks of a day in UTC.</summary>
/// <param name="Date">The day.</param>
/// <param name="Clicks">How many.</param>
public sealed record DayClicks(DateOnly Date, long Clicks);
