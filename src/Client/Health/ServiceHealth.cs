using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>Whether the service can work.</summary>
public sealed record ServiceHealth
{
    /// <summary><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</summary>
    public required string Status { get; init; }

    /// <summary>What it depends on; empty where the key is not valid.</summary>
    public IReadOnlyList<DependencyHealth> Dependencies { get; init => field = value ?? []; } = [];
}

/// <summary>Whether something that the service needs answers.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="LatencyMs">How long its answer took.</param>
public sealed record DependencyHealth(string Name, string Status, double LatencyMs);

/// <summary>JSON of the service's health.</summary>
[JsonSerializable(typeof(ServiceHealth))]
internal sealed partial class HealthJson : JsonSerializerContext
{
    public static HealthJson Web { get; } = new(ClientJsonOptions.Create());
}
