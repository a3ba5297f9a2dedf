namespace Serverless.Client.UrlShortening;

/// <summary>The clicks of a day in UTC.</summary>
/// <param name="Date">The day.</param>
/// <param name="Clicks">How many people made.</param>
/// <param name="Bots">How many robots, link previews and prefetches made.</param>
public sealed record DayClicks(DateOnly Date, long Clicks, long Bots);
