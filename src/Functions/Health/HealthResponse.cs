namespace Serverless.Functions.Health;

/// <summary>Whether the service can work, and with what.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
public sealed record HealthResponse(string Status, IReadOnlyList<DependencyResponse> Dependencies);
