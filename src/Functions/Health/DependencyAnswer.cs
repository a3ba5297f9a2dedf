using System.Text.Json.Serialization;

namespace Serverless.Functions.Health;

/// <summary>Whether something that the service needs answers, and how fast.</summary>
/// <param name="Details">Further numbers about it; null for none.</param>
public sealed record DependencyAnswer(
    string Name,
    string Status,
    double LatencyMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, double>? Details = null)
{
    /// <param name="data">Of a health check; what is no number is left out.</param>
    public static IReadOnlyDictionary<string, double>? DetailsOf(IReadOnlyDictionary<string, object> data)
    {
        var numbers = data.Where(pair => pair.Value is double).ToDictionary(pair => pair.Key, pair => (double)pair.Value, StringComparer.Ordinal);
        return numbers.Count > 0 ? numbers : null;
    }
}
