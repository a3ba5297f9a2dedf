using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Serverless.Core.Overview;

namespace Serverless.Functions.Overview;

/// <summary>Reads of health and figures what needs attention.</summary>
public static class OverviewAttention
{
    public const string Dependency = "dependency";
    public const string FiguresMissing = "figures-missing";
    public const string DegradedChecks = "degraded-checks";
    public const string PoisonMessages = "poison-messages";

    /// <summary>How far back degraded checks are a matter for attention.</summary>
    public const int RecentMinutes = 5;

    /// <summary>What does not answer, or not well.</summary>
    public static IEnumerable<AttentionItem> Of(HealthReport report) => report.Entries
        .Where(entry => entry.Value.Status != HealthStatus.Healthy)
        .OrderBy(entry => entry.Key, StringComparer.Ordinal)
        .Select(entry => new AttentionItem(
            Dependency, Dependency, entry.Key, $"{entry.Key} is {(entry.Value.Status == HealthStatus.Degraded ? "degraded" : "unhealthy")}{(entry.Value.Description is { } said ? $": {said}" : ".")}", Link: null));

    /// <summary>What the figures of the last hour tell.</summary>
    public static IEnumerable<AttentionItem> Of(TrafficHistory history)
    {
        if (!history.IsWhole)
        {
            yield return new AttentionItem(
                FiguresMissing, Dependency, "redis-counters", "Redis does not answer: the figures are what one instance counted and could not tell the others.", Link: null);
        }

        if (history.Of(TrafficFigure.Degraded)[^RecentMinutes..].Sum() is > 0 and var degraded)
        {
            yield return new AttentionItem(
                DegradedChecks,
                Dependency,
                "redis-counters",
                string.Create(CultureInfo.InvariantCulture, $"In the last {RecentMinutes} minutes {degraded:N0} checks were decided by instances alone, without the shared counters."),
                "#/limits/rules");
        }

        foreach (var queue in history.Counts.Where(count => count.Key.Figure == TrafficFigure.Poison).GroupBy(count => count.Key.Name!).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            yield return new AttentionItem(
                PoisonMessages,
                "queue",
                queue.Key,
                string.Create(CultureInfo.InvariantCulture, $"In the last hour {queue.Sum(count => count.Count):N0} messages of queue {queue.Key} failed at every try; the log has them."),
                Link: null);
        }
    }
}
