using System.Collections.Frozen;

namespace Serverless.Core.RateLimiting;

/// <summary>All rules and APIs as they were at one moment, made for looking up.</summary>
public sealed class RuleSet
{
    private readonly FrozenDictionary<(string Api, string Op), RulePlan> plans;
    private readonly FrozenDictionary<string, ApiRoutes> apis;

    /// <param name="version">Names this state; equal for equal states.</param>
    /// <param name="rules">Disabled ones are left out of what <see cref="Match"/> finds.</param>
    public RuleSet(string version, IEnumerable<RateLimitRule> rules, IEnumerable<ApiDefinition> apis)
    {
        Version = version;
        plans = rules.Where(rule => rule.Enabled)
            .GroupBy(rule => (rule.Api, rule.Op))
            .ToFrozenDictionary(group => group.Key, group => new RulePlan([.. group.OrderBy(rule => rule.IdentifyBy).ThenBy(rule => rule.Id, StringComparer.Ordinal)]));
        this.apis = apis.ToFrozenDictionary(api => api.Name, api => new ApiRoutes(api), StringComparer.Ordinal);
    }

    public static RuleSet Empty { get; } = new("", [], []);

    public string Version { get; }

    /// <summary>The enabled rules, by operation.</summary>
    internal IEnumerable<RulePlan> Operations => plans.Values;

    /// <summary>The enabled rules of an operation, the narrowest identity first; empty when there is none.</summary>
    public IReadOnlyList<RateLimitRule> Match(string api, string op) => FindPlan(api, op)?.Rules ?? [];

    /// <summary>The same rules, made for deciding; null when there is none.</summary>
    public RulePlan? FindPlan(string api, string op) => plans.GetValueOrDefault((api, op));

    public ApiDefinition? FindApi(string name) => apis.GetValueOrDefault(name)?.Api;

    /// <summary>The operations of an API, made for finding the one that a request is; null when there is no such API.</summary>
    public ApiRoutes? FindRoutes(string api) => apis.GetValueOrDefault(api);
}
