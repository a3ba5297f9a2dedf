namespace Serverless.Core.RateLimiting.Counting;

/// <summary>What a counter store is asked: to take permits of one identity from all of its counters, or from none.</summary>
/// <param name="Group">Counters that are enforced deny together; one that is not takes only when they all admit and it does itself.</param>
/// <param name="Cost">1 or more.</param>
/// <param name="Most">Takes up to so many where more than <paramref name="Cost"/> are there.</param>
/// <param name="Peek">Takes and writes nothing.</param>
public sealed record CounterQuery(IdentityGroup Group, long Cost, long Most, bool Peek)
{
    public CounterQuery(IdentityGroup group, long cost, bool peek = false)
        : this(group, cost, cost, peek)
    {
    }

    public IReadOnlyList<RuleCounter> Counters => Group.Counters;
}
