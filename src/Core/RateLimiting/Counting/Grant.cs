namespace Serverless.Core.RateLimiting.Counting;

/// <summary>Permits that one counter gave together.</summary>
/// <param name="Time">When, by the counter's clock, in Unix microseconds.</param>
public readonly record struct Grant(long Time, long Permits);
