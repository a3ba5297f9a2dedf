namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>The clicks on a link: a lower bound.</summary>
/// <param name="Days">Ascending, those with clicks alone.</param>
/// <param name="Referrers">The most frequent first.</param>
public sealed record LinkStats(long Clicks, IReadOnlyList<DayClicks> Days, IReadOnlyList<ReferrerClicks> Referrers)
{
    public static LinkStats Of(IReadOnlyCollection<ClickCount> counts) => new(
        counts.Sum(count => count.Clicks),
        [.. counts.GroupBy(count => count.Slot.Day, (day, all) => new DayClicks(day, all.Sum(count => count.Clicks))).OrderBy(day => day.Date)],
        [.. counts.GroupBy(count => count.Slot.Referrer, (host, all) => new ReferrerClicks(host, all.Sum(count => count.Clicks)))
            .OrderByDescending(referrer => referrer.Clicks).ThenBy(referrer => referrer.Host, StringComparer.Ordinal)]);
}
