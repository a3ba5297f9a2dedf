namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>The clicks of a day in UTC.</summary>
public sealed record DayClicks(DateOnly Date, long Clicks);
