namespace Serverless.Bench.UrlShortening;

/// <summary>What was done: how long each operation took, and all of them from the first to the last.</summary>
public sealed record Work(IReadOnlyList<TimeSpan> Latencies, TimeSpan Elapsed);
