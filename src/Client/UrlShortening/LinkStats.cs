namespace Serverless.Client.UrlShortening;

/// <summary>The clicks on a link: a lower bound.</summary>
/// <param name="Clicks">All of them.</param>
/// <param name="Days">By day in UTC, ascending, those with clicks alone.</param>
/// <param name="Referrers">By where they came from, the most frequent first.</param>
public sealed record LinkStats(long Clicks, IReadOnlyList<DayClicks> Days, IReadOnlyList<ReferrerClicks> Referrers);
