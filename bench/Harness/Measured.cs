namespace Serverless.Bench.Harness;

/// <summary>What was found of a contender, a sample a round.</summary>
/// <param name="Closed">As fast as it can.</param>
/// <param name="Paced">At the fixed rate; empty where there is none.</param>
/// <param name="Rate">The fixed rate, in operations a second; null where there is none.</param>
public sealed record Measured(IReadOnlyList<Sample> Closed, IReadOnlyList<Sample> Paced, double? Rate);
