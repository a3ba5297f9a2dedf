namespace Serverless.Bench.Harness;

/// <summary>The processes that a contender's work is done by; the load's own is none of them.</summary>
/// <param name="Server">The one that is asked.</param>
/// <param name="Behind">What it asks: its Redis, an upstream. Others may ask it too, but not while this contender is measured.</param>
public sealed record ContenderProcesses(ServerProcess Server, params IReadOnlyList<ServerProcess> Behind);
