namespace Serverless.Core.RateLimiting;

/// <summary>The enabled rules of one operation with what deciding by them needs, made once.</summary>
public sealed class RulePlan
{
    /// <param name="rules">One or more, the narrowest identity first.</param>
    public RulePlan(RateLimitRule[] rules)
    {
        Rules = rules;
        Counters = [.. rules.Select(rule => new RuleCounter(rule))];
        Tightest = Counters.Where(counter => counter.IsEnforced).MinBy(counter => counter.Limit.Capacity);
        Everyone = IdentityHash.Of(IdentityKind.Global, rules[0].Op, rules[0].Api);
        var byAddress = Array.FindAll(rules, rule => rule.IdentifyBy == IdentityKind.Ip);
        ByAddress = byAddress.Length == rules.Length ? this : byAddress.Length == 0 ? null : new RulePlan(byAddress);
        ByCaller = byAddress.Length == rules.Length ? null : byAddress.Length == 0 ? this : new RulePlan([.. rules.Except(byAddress)]);
    }

    public IReadOnlyList<RateLimitRule> Rules { get; }

    public IReadOnlyList<RuleCounter> Counters { get; }

    /// <summary>The rules that count by address; null when there is none.</summary>
    public RulePlan? ByAddress { get; }

    /// <summary>The others; null when there is none.</summary>
    public RulePlan? ByCaller { get; }

    /// <summary>The enforced rule that admits the least at once; null when all are dry runs.</summary>
    public RuleCounter? Tightest { get; }

    /// <summary>The identity of global rules, one for each operation, so that not all of them meet in one slot of a cluster.</summary>
    public CallerIdentity Everyone { get; }
}
