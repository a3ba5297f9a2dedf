namespace Serverless.Core.RateLimiting.Counting;

/// <summary>What a counter store is asked: to take permits of one identity from all of its counters, or from none.</summary>
/// <param name="Counters">Those that are enforced deny together; one that is not takes only when they all admit and it does itself.</param>
/// <param name="Cost">1 or more.</param>
/// <param name="Most">Takes up to so many where more than <paramref name="Cost"/> are there.</param>
/// <param name="Peek">Takes and writes nothing.</param>
public sealed record CounterQuery(CallerIdentity Identity, IReadOnlyList<RuleCounter> Counters, long Cost, long Most, bool Peek)
{
    public CounterQuery(CallerIdentity identity, IReadOnlyList<RuleCounter> counters, long cost, bool peek = false)
        : this(identity, counters, cost, cost, peek)
    {
    }
}
