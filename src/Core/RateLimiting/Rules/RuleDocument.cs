namespace Serverless.Core.RateLimiting.Rules;

/// <summary>All rules and APIs, each in the order of their names.</summary>
public sealed record RuleDocument(IReadOnlyList<RateLimitRule> Rules, IReadOnlyList<ApiDefinition> Apis)
{
    public static RuleDocument Empty { get; } = new([], []);

    /// <summary>Whether both hold the same revisions.</summary>
    public bool IsSameAs(RuleDocument other) => Revisions().SequenceEqual(other.Revisions());

    /// <summary>The same with one rule put, or removed where it is null.</summary>
    public RuleDocument WithRule(string id, RateLimitRule? rule) =>
        this with { Rules = With(Rules, rule, known => known.Id == id, known => known.Id) };

    /// <inheritdoc cref="WithRule"/>
    public RuleDocument WithApi(string name, ApiDefinition? api) =>
        this with { Apis = With(Apis, api, known => known.Name == name, known => known.Name) };

    private static T[] With<T>(IEnumerable<T> items, T? item, Func<T, bool> isReplaced, Func<T, string> name)
        where T : class =>
        [.. items.Where(known => !isReplaced(known)).Concat(item is null ? [] : [item]).OrderBy(name, StringComparer.Ordinal)];

    private IEnumerable<(string, string)> Revisions() =>
        Rules.Select(rule => ("rule " + rule.Id, rule.Revision)).Concat(Apis.Select(api => ("api " + api.Name, api.Revision)));
}
