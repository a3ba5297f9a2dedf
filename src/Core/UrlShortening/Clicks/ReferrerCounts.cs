using System.Globalization;
using System.Text;

namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>The clicks of a day by referrer, in the form of a row: the most frequent ones by name, all others together.</summary>
public sealed class ReferrerCounts
{
    private const char Separator = '\n';
    private const char Assign = '=';

    private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, long>> All => counts;

    /// <summary>Reads what <see cref="ToString"/> wrote; null for nothing. Lines that can't be read are left out.</summary>
    public static ReferrerCounts Parse(string? text)
    {
        var parsed = new ReferrerCounts();
        foreach (var line in (text ?? "").Split(Separator, StringSplitOptions.RemoveEmptyEntries))
        {
            var at = line.LastIndexOf(Assign);
            if (at >= 0 && long.TryParse(line.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var clicks))
            {
                parsed.Add(line[..at], clicks);
            }
        }

        return parsed;
    }

    /// <param name="clicks">From 0; a count that would be greater than any number stays at the greatest.</param>
    public void Add(string referrer, long clicks) =>
        counts[referrer] = counts.GetValueOrDefault(referrer) is var before && clicks > long.MaxValue - before ? long.MaxValue : before + clicks;

    /// <summary>Leaves the most clicked referrers with a name, and the sum as it was.</summary>
    public void Fold(int limit)
    {
        var named = counts.Where(pair => pair.Key != ReferrerHost.Other).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal);
        foreach (var (referrer, clicks) in named.Skip(limit).ToArray())
        {
            counts.Remove(referrer);
            Add(ReferrerHost.Other, clicks);
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (referrer, clicks) in counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(referrer).Append(Assign).Append(CultureInfo.InvariantCulture, $"{clicks}").Append(Separator);
        }

        return text.ToString();
    }
}
