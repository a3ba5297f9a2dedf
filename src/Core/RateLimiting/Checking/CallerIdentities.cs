using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.RateLimiting.Checking;

/// <summary>Finds what each rule counts a caller by.</summary>
internal static class CallerIdentities
{
    /// <returns>The groups, the narrowest identity first; null with <paramref name="errors"/> when a rule has nothing to count by.</returns>
    public static IdentityGroup[]? Group(PlanCounters rules, RateLimitCaller caller, out FieldErrors? errors)
    {
        errors = null;
        var identities = new CallerIdentity[rules.Counters.Count];
        for (var i = 0; i < identities.Length; i++)
        {
            if (!TryIdentify(rules, rules.Counters[i].Rule, caller, out identities[i], out errors))
            {
                return null;
            }
        }

        return identities.Length == 1 ? [new IdentityGroup(identities[0], rules.Counters)] : Group(rules, identities);
    }

    private static IdentityGroup[] Group(PlanCounters rules, CallerIdentity[] identities)
    {
        // A sliced rule is asked on its own, and last.
        var groups = rules.Counters.Select((counter, i) => (Counter: counter, Identity: identities[i], Slice: counter.IsSliced ? i : -1))
            .GroupBy(each => (each.Identity, each.Slice), each => each.Counter)
            .OrderBy(group => group.Key.Identity.Kind)
            .ThenBy(group => group.Key.Slice);
        return [.. groups.Select(group => new IdentityGroup(group.Key.Identity, [.. group]))];
    }

    private static bool TryIdentify(PlanCounters rules, RateLimitRule rule, RateLimitCaller caller, out CallerIdentity identity, out FieldErrors? errors)
    {
        errors = null;
        identity = rules.Everyone;
        if (rule.IdentifyBy == IdentityKind.Global)
        {
            return true;
        }

        if (ValueOf(rule, caller) is { Length: > 0 } value)
        {
            identity = IdentityHash.Of(rule.IdentifyBy, value, rule.IdentifyBy == IdentityKind.Header ? rule.Header : null);
            return true;
        }

        errors = string.IsNullOrEmpty(caller.Ip)
            ? FieldErrors.Of("caller", $"must have {NameOf(rule)} or an ip, by which rule '{rule.Id}' counts.")
            : CallerAddress.TryIdentify(caller.Ip, out identity) ? null : FieldErrors.Of("caller.ip", "must be an IPv4 or IPv6 address");
        return errors is null;
    }

    private static string? ValueOf(RateLimitRule rule, RateLimitCaller caller) => rule.IdentifyBy switch
    {
        IdentityKind.User => caller.User,
        IdentityKind.ApiKey => caller.ApiKey,
        IdentityKind.Header => caller.Headers?.GetValueOrDefault(rule.Header ?? ""),
        _ => null,
    };

    private static string NameOf(RateLimitRule rule) => rule.IdentifyBy switch
    {
        IdentityKind.User => "a user",
        IdentityKind.ApiKey => "an apiKey",
        IdentityKind.Header => $"the header {rule.Header}",
        _ => "an address",
    };
}
