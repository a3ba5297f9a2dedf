namespace Serverless.Functions.Health;

/// <summary>Whether something that the service needs answers, and how fast.</summary>
public sealed record DependencyAnswer(string Name, string Status, double LatencyMs);
