namespace Serverless.Core.RateLimiting.Counting;

/// <summary>Permits that were taken together.</summary>
/// <param name="Time">In Unix microseconds.</param>
public readonly record struct LogEntry(long Time, long Cost);
