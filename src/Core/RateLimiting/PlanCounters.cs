namespace Serverless.Core.RateLimiting;

/// <summary>The rules of an operation as they hold for callers of one plan, with what deciding by them needs.</summary>
public sealed class PlanCounters
{
    /// <param name="rules">The narrowest identity first.</param>
    /// <param name="plan">Null for callers of none.</param>
    /// <param name="everyone">The identity of the API's global rules.</param>
    public PlanCounters(IEnumerable<RateLimitRule> rules, string? plan, CallerIdentity everyone)
    {
        var counters = rules.Where(rule => LimitOf(rule, plan) is not { Unlimited: true })
            .Select(rule => new RuleCounter(rule, LimitOf(rule, plan) is null ? null : plan))
            .ToArray();
        Counters = [.. counters.Where(counter => counter.Limit.Requests > 0)];
        Blocking = [.. counters.Where(counter => counter.Limit.Requests == 0)];
        Tightest = Counters.Where(counter => counter.IsEnforced).MinBy(counter => counter.Limit.Capacity);
        Everyone = everyone;
    }

    /// <summary>Those that are asked, the narrowest identity first.</summary>
    public IReadOnlyList<RuleCounter> Counters { get; }

    /// <summary>Those that admit nobody of the plan: nothing has to be asked.</summary>
    public IReadOnlyList<RuleCounter> Blocking { get; }

    /// <summary>The enforced one that admits the least at once; null when all are dry runs.</summary>
    public RuleCounter? Tightest { get; }

    /// <summary>The identity of global rules: one for each API, so that those of an operation and of the whole API are asked together.</summary>
    public CallerIdentity Everyone { get; }

    private static PlanLimit? LimitOf(RateLimitRule rule, string? plan) => plan is null ? null : rule.Plans?.GetValueOrDefault(plan);
}
