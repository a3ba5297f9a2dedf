using System.Globalization;
using System.Text;

namespace Serverless.Core.UrlShortening.Clicks.RollUp;

/// <summary>Writes the clicks on a link by day as a text: for each day a line <c>@day</c>, then the lines of its <see cref="ClickSummary"/>.</summary>
internal static class ClickText
{
    private const char DayStart = '@';
    private const char LineEnd = '\n';

    public static string Write(IEnumerable<DaySummary> days)
    {
        var text = new StringBuilder();
        foreach (var (day, clicks) in days)
        {
            text.Append(CultureInfo.InvariantCulture, $"{DayStart}{day.DayNumber}{LineEnd}{clicks}");
        }

        return text.ToString();
    }

    public static IEnumerable<DaySummary> Read(string text)
    {
        foreach (var part in text.Split(DayStart, StringSplitOptions.RemoveEmptyEntries))
        {
            var end = part.IndexOf(LineEnd, StringComparison.Ordinal);
            yield return new DaySummary(
                DateOnly.FromDayNumber(int.Parse(part.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture)),
                ClickSummary.Parse(part[(end + 1)..]));
        }
    }
}
