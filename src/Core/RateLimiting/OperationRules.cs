using System.Collections.Frozen;

namespace Serverless.Core.RateLimiting;

/// <summary>The enabled rules that hold for one operation, those of its whole API among them, made once for each plan that they name.</summary>
public sealed class OperationRules
{
    private readonly PlanCounters unplanned;
    private readonly FrozenDictionary<string, PlanCounters> planned;

    /// <param name="rules">One or more of one API, the narrowest identity first.</param>
    public OperationRules(RateLimitRule[] rules)
    {
        var everyone = EveryoneOf(rules[0].Api);
        Rules = rules;
        unplanned = new PlanCounters(rules, null, everyone);
        planned = rules.SelectMany(rule => rule.Plans?.Keys ?? [])
            .Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(plan => plan, plan => new PlanCounters(rules, plan, everyone), StringComparer.Ordinal);
        var byAddress = Array.FindAll(rules, rule => rule.IdentifyBy == IdentityKind.Ip);
        ByAddress = byAddress.Length == rules.Length ? this : byAddress.Length == 0 ? null : new OperationRules(byAddress);
        ByCaller = byAddress.Length == rules.Length ? null : byAddress.Length == 0 ? this : new OperationRules([.. rules.Except(byAddress)]);
    }

    /// <summary>Those that count by address; null when there is none.</summary>
    public OperationRules? ByAddress { get; }

    /// <summary>The others; null when there is none.</summary>
    public OperationRules? ByCaller { get; }

    /// <summary>The identity that global rules of an API count by.</summary>
    public static CallerIdentity EveryoneOf(string api) => IdentityHash.Of(IdentityKind.Global, api);

    public IReadOnlyList<RateLimitRule> Rules { get; }

    /// <summary>Whether it matters which plan a caller has.</summary>
    public bool NamePlans => planned.Count > 0;

    /// <summary>The rules as they hold for callers of a plan; null for none, as for one that no rule names.</summary>
    public PlanCounters Of(string? plan) => plan is not null && planned.TryGetValue(plan, out var counters) ? counters : unplanned;
}
