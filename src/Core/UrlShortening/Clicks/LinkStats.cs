namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>The clicks on a link: a lower bound.</summary>
/// <param name="Clicks">Of people.</param>
/// <param name="Bots">Clicks of robots, link previews and prefetches.</param>
/// <param name="Days">Ascending, those with clicks alone.</param>
/// <param name="Referrers">Where people came from, the most frequent first, at most 100; the last one, <c>(other)</c>, is all further ones.</param>
/// <param name="ReferrerError">How many more clicks a referrer may have had, at most, than are said of it; 0 for an exact list. They are among <c>(other)</c>.</param>
public sealed record LinkStats(
    long Clicks, long Bots, IReadOnlyList<LinkStats.DayClicks> Days, IReadOnlyList<LinkStats.ReferrerClicks> Referrers, long ReferrerError)
{
    /// <summary>How many referrers are named.</summary>
    public const int MaxReferrers = 100;

    public static LinkStats Of(IReadOnlyCollection<DaySummary> days)
    {
        var byDay = days
            .GroupBy(day => day.Day, (day, all) => new DayClicks(day, all.Sum(part => part.Clicks.People), all.Sum(part => part.Clicks.Bots)))
            .Where(day => day.Clicks + day.Bots > 0)
            .OrderBy(day => day.Date)
            .ToArray();
        var people = byDay.Sum(day => day.Clicks);
        var named = days.SelectMany(day => day.Clicks.Named)
            .GroupBy(pair => pair.Key, (host, all) => new ReferrerClicks(host, all.Sum(pair => pair.Value.Clicks)))
            .OrderByDescending(referrer => referrer.Clicks).ThenBy(referrer => referrer.Host, StringComparer.Ordinal)
            .Take(MaxReferrers)
            .ToArray();
        var other = people - named.Sum(referrer => referrer.Clicks);
        return new LinkStats(
            people,
            byDay.Sum(day => day.Bots),
            byDay,
            other > 0 ? [.. named, new ReferrerClicks(ReferrerHost.Other, other)] : named,
            days.Sum(day => day.Clicks.MaxMissed));
    }

    /// <summary>The clicks of a day in UTC.</summary>
    /// <param name="Clicks">Of people.</param>
    /// <param name="Bots">Of robots, link previews and prefetches.</param>
    public sealed record DayClicks(DateOnly Date, long Clicks, long Bots);

    /// <summary>The clicks of people who came from a host.</summary>
    /// <param name="Host">Empty for none, <c>(other)</c> for all that have no name here.</param>
    public sealed record ReferrerClicks(string Host, long Clicks);
}
