namespace Serverless.Client;

/// <summary>The clicks on a link: a lower bound.</summary>
/// <param name="Clicks">All that people made.</param>
/// <param name="Bots">All that robots, link previews and prefetches made.</param>
/// <param name="Days">By day in UTC, ascending, those with clicks alone.</param>
/// <param name="Referrers">By where people came from, the most frequent first.</param>
/// <param name="ReferrerError">How many more clicks a referrer may have had, at most, than are said of it.</param>
public sealed record LinkStats(long Clicks, long Bots, IReadOnlyList<DayClicks> Days, IReadOnlyList<ReferrerClicks> Referrers, long ReferrerError);

/// <summary>The clicks of a day in UTC.</summary>
/// <param name="Date">The day.</param>
/// <param name="Clicks">How many people made.</param>
/// <param name="Bots">How many robots, link previews and prefetches made.</param>
public sealed record DayClicks(DateOnly Date, long Clicks, long Bots);

/// <summary>The clicks of people who came from a host.</summary>
/// <param name="Host">Empty for none, <c>(other)</c> for all that have no name.</param>
/// <param name="Clicks">How many.</param>
public sealed record ReferrerClicks(string Host, long Clicks);
