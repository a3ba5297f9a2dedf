using System.Collections.Frozen;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>All rules and APIs as they were at one moment, made for looking up.</summary>
public sealed class RuleSet
{
    // By API, then by operation: nearly every request asks about the app's own API, which usually has no rules at all.
    private readonly FrozenDictionary<string, FrozenDictionary<string, RulePlan>> plans;
    private readonly FrozenDictionary<string, ApiRoutes> apis;

    /// <param name="version">Names this state; equal for equal states.</param>
    /// <param name="rules">Disabled ones are left out of what <see cref="Match"/> finds.</param>
    public RuleSet(string version, IEnumerable<RateLimitRule> rules, IEnumerable<ApiDefinition> apis)
    {
        Version = version;
        plans = rules.Where(rule => rule.Enabled)
            .GroupBy(rule => rule.Api, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, PlansOf, StringComparer.Ordinal);
        this.apis = apis.ToFrozenDictionary(api => api.Name, api => new ApiRoutes(api), StringComparer.Ordinal);
    }

    public static RuleSet Empty { get; } = new("", [], []);

    public string Version { get; }

    /// <summary>The enabled rules, by operation.</summary>
    internal IEnumerable<RulePlan> Operations => plans.Values.SelectMany(operations => operations.Values);

    /// <summary>The enabled rules of an operation, the narrowest identity first; empty when there is none.</summary>
    public IReadOnlyList<RateLimitRule> Match(string api, string op) => FindPlan(api, op)?.Rules ?? [];

    /// <summary>The same rules, made for deciding; null when there is none.</summary>
    public RulePlan? FindPlan(string api, string op) => plans.TryGetValue(api, out var operations) ? operations.GetValueOrDefault(op) : null;

    public ApiDefinition? FindApi(string name) => apis.GetValueOrDefault(name)?.Api;

    /// <summary>The operations of an API, made for finding the one that a request is; null when there is no such API.</summary>
    public ApiRoutes? FindRoutes(string api) => apis.GetValueOrDefault(api);

    private static FrozenDictionary<string, RulePlan> PlansOf(IEnumerable<RateLimitRule> rules) => rules
        .GroupBy(rule => rule.Op, StringComparer.Ordinal)
        .ToFrozenDictionary(
            group => group.Key,
            group => new RulePlan([.. group.OrderBy(rule => rule.IdentifyBy).ThenBy(rule => rule.Id, StringComparer.Ordinal)]),
            StringComparer.Ordinal);
}
