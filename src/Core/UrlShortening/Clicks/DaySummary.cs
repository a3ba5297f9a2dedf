namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>The clicks on a link on a day, or a part of them.</summary>
/// <param name="Day">UTC.</param>
public sealed record DaySummary(DateOnly Day, ClickSummary Clicks)
{
    /// <summary>The same clicks by day.</summary>
    public static IEnumerable<DaySummary> Of(IEnumerable<ClickCount> counts) => counts.GroupBy(count => count.Slot.Day, (day, all) =>
    {
        var clicks = new ClickSummary();
        clicks.Add(all);
        return new DaySummary(day, clicks);
    });
}
