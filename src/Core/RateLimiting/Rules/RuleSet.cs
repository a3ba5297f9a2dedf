using System.Collections.Frozen;
using Serverless.Core.RateLimiting.Callers;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>All rules, APIs and callers' records as they were at one moment, made for looking up.</summary>
public sealed class RuleSet
{
    private readonly RuleSnapshot snapshot;

    // By API, then by operation: nearly every request asks about the app's own API, which usually has no rules at all.
    private readonly FrozenDictionary<string, FrozenDictionary<string, OperationRules>> rules;
    private readonly FrozenDictionary<string, ApiRoutes> apis;

    /// <param name="version">Names this state; equal for equal states.</param>
    /// <param name="snapshot">Disabled rules are left out of what <see cref="Match"/> finds.</param>
    /// <param name="before">What is the same in it is not made again: one of thousands of callers may have changed.</param>
    public RuleSet(string version, RuleSnapshot snapshot, RuleSet? before = null)
    {
        Version = version;
        this.snapshot = snapshot;
        rules = ReferenceEquals(snapshot.Rules, before?.snapshot.Rules)
            ? before!.rules
            : snapshot.Rules.Where(rule => rule.Enabled)
                .GroupBy(rule => rule.Api, StringComparer.Ordinal)
                .ToFrozenDictionary(group => group.Key, OperationsOf, StringComparer.Ordinal);
        apis = ReferenceEquals(snapshot.Apis, before?.snapshot.Apis)
            ? before!.apis
            : snapshot.Apis.ToFrozenDictionary(api => api.Name, api => new ApiRoutes(api), StringComparer.Ordinal);
        Callers = ReferenceEquals(snapshot.Callers, before?.snapshot.Callers) ? before!.Callers : new CallerPlans(snapshot.Callers);
    }

    public static RuleSet Empty { get; } = new("", RuleSnapshot.Empty);

    public string Version { get; }

    /// <summary>The plans of callers.</summary>
    public CallerPlans Callers { get; }

    /// <summary>The enabled rules of an operation, those of its whole API among them, the narrowest identity first; empty when there is none.</summary>
    public IReadOnlyList<RateLimitRule> Match(string api, string op) => FindRules(api, op)?.Rules ?? [];

    /// <summary>The same rules, made for deciding; null when there is none.</summary>
    public OperationRules? FindRules(string api, string op) => rules.TryGetValue(api, out var operations)
        ? operations.GetValueOrDefault(op) ?? operations.GetValueOrDefault(RateLimitRule.AnyOp)
        : null;

    /// <summary>The same as they hold for a caller; null when there is none.</summary>
    public PlanCounters? FindCounters(string api, string op, RateLimitCaller caller) =>
        FindRules(api, op) is { } found ? found.Of(found.NamePlans ? Callers.Find(caller) : null) : null;

    /// <summary>A rule by its id, enabled or not; null when there is none.</summary>
    public RateLimitRule? FindRule(string id) => snapshot.Rules.FirstOrDefault(rule => rule.Id == id);

    public ApiDefinition? FindApi(string name) => apis.GetValueOrDefault(name)?.Api;

    /// <summary>The operations of an API, made for finding the one that a request is; null when there is no such API.</summary>
    public ApiRoutes? FindRoutes(string api) => apis.GetValueOrDefault(api);

    // A rule for the whole API is one of each operation's.
    private static FrozenDictionary<string, OperationRules> OperationsOf(IEnumerable<RateLimitRule> rules)
    {
        var operations = rules.ToLookup(rule => rule.Op, StringComparer.Ordinal);
        var any = operations[RateLimitRule.AnyOp];
        return operations.ToFrozenDictionary(
            group => group.Key,
            group => new OperationRules(
            [
                .. (group.Key == RateLimitRule.AnyOp ? group : group.Concat(any)).OrderBy(rule => rule.IdentifyBy).ThenBy(rule => rule.Id, StringComparer.Ordinal),
            ]),
            StringComparer.Ordinal);
    }
}
