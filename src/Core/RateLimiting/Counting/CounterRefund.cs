namespace Serverless.Core.RateLimiting.Counting;

/// <summary>Gives back what a query took.</summary>
/// <param name="Readings">The answer to <paramref name="Query"/>; what was not taken is not given back.</param>
public sealed record CounterRefund(CounterQuery Query, IReadOnlyList<CounterReading> Readings);
