using System.Text.Json.Serialization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Serverless.Functions.Health;

/// <summary>Whether something that the service needs answers, and how fast.</summary>
/// <param name="Details">Further numbers about it, null while one is not known; null for none at all.</param>
public sealed record DependencyResponse(
    string Name,
    string Status,
    double LatencyMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, double?>? Details = null)
{
    /// <summary>What a report says of each, by name.</summary>
    public static IReadOnlyList<DependencyResponse> Of(HealthReport report) =>
    [
        .. report.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new DependencyResponse(
            entry.Key, NameOf(entry.Value.Status), Math.Round(entry.Value.Duration.TotalMilliseconds, 3), DetailsOf(entry.Value.Data))),
    ];

    public static string NameOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };

    /// <param name="data">Of a health check; NaN says that a number is not known, what is of no numeric type is left out.</param>
    public static IReadOnlyDictionary<string, double?>? DetailsOf(IReadOnlyDictionary<string, object> data)
    {
        var numbers = data.Where(pair => pair.Value is double).ToDictionary(pair => pair.Key, pair => Known((double)pair.Value), StringComparer.Ordinal);
        return numbers.Count > 0 ? numbers : null;
    }

    private static double? Known(double number) => double.IsNaN(number) ? null : number;
}
