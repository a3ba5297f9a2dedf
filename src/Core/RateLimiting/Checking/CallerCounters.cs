using Serverless.Core.RateLimiting.Counting;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.RateLimiting.Checking;

/// <summary>Shows what a caller has left of one rule, gives back what checks took, and resets a caller's counters.</summary>
public sealed class CallerCounters(RuleBook book, CounterAccess access, MemoryCounterStore fallback, DenialMemory denials, TimeProvider time)
{
    /// <summary>What is left of a rule for a caller, who is known by what the rule counts by.</summary>
    public async Task<CounterResult> FindAsync(RateLimitRule rule, RateLimitCaller caller)
    {
        var rules = CountersOf(rule, caller);
        if (rules.Blocking is [var blocking])
        {
            return new CounterResult(new RuleOutcome(blocking, Allowed: false, 0, null, TimeSpan.Zero, Degraded: false));
        }

        var groups = CallerIdentities.Group(rules, caller, out var errors);
        if (groups is not [var group])
        {
            return new CounterResult(Errors: errors);
        }

        var answers = await access.TryTakeAsync(new CounterQuery(group, cost: 1, peek: true), time.GetTimestamp());
        return answers is null
            ? new CounterResult(IsUnavailable: true)
            : new CounterResult(DecisionBuilder.Outcome(group.Counters[0], answers[0], isGivenBack: false, degraded: false));
    }

    /// <summary>Lets a rule begin anew for a caller, in every instance within <see cref="DenialMemory.Longest"/>.</summary>
    public async Task<CounterResult> ResetAsync(RateLimitRule rule, RateLimitCaller caller)
    {
        // Whatever plan the caller has: it is the same counter.
        var counters = new PlanCounters([rule], plan: null, OperationRules.EveryoneOf(rule.Api));
        var groups = CallerIdentities.Group(counters, caller, out var errors);
        if (groups is not [var group])
        {
            return new CounterResult(Errors: errors);
        }

        var isReset = await access.TryResetAsync(group);
        fallback.Reset(group);
        Forget(group);
        return new CounterResult(IsUnavailable: !isReset);
    }

    /// <summary>Gives back what a check took, where it still counts.</summary>
    /// <param name="check">The check that was allowed, with its cost.</param>
    /// <param name="takenAt">What it answered as the time.</param>
    /// <returns>With how many permits came back to each rule.</returns>
    public async Task<CounterResult> RefundAsync(RateLimitCheck check, DateTimeOffset takenAt)
    {
        if (book.Current.FindCounters(check.Api, check.Op, check.Caller) is not { } rules)
        {
            return new CounterResult();
        }

        var errors = CheckCost.Validate(rules, check.Cost);
        var groups = errors is null ? CallerIdentities.Group(rules, check.Caller, out errors) : null;
        if (groups is null)
        {
            return new CounterResult(Errors: errors);
        }

        var grant = new Grant(takenAt.ToUnixMicroseconds(), check.Cost);
        var returned = await Task.WhenAll(groups.Select(group => access.TryRefundAsync(group, [.. group.Counters.Select(_ => grant)])));
        foreach (var group in groups)
        {
            Forget(group);
        }

        return Array.Exists(returned, each => each is null)
            ? new CounterResult(IsUnavailable: true)
            : new CounterResult()
            {
                Returned = [.. groups.SelectMany((group, i) => group.Counters.Zip(returned[i]!, (counter, permits) => (counter.Rule.Id, permits)))],
            };
    }

    private PlanCounters CountersOf(RateLimitRule rule, RateLimitCaller caller) => new OperationRules([rule]).Of(book.Current.Callers.Find(caller));

    // Of every plan, because the same counter may have denied by another one.
    private void Forget(IdentityGroup group)
    {
        foreach (var rule in group.Counters.Select(counter => counter.Rule))
        {
            denials.Forget(group.Identity, new RuleCounter(rule));
            foreach (var plan in rule.Plans?.Keys ?? [])
            {
                denials.Forget(group.Identity, new RuleCounter(rule, plan));
            }
        }
    }
}

/// <summary>What became of a look at a caller's counters, or of a change of them.</summary>
/// <param name="Outcome">What is left; null where the rule does not limit the caller, and for a change.</param>
/// <param name="Errors">What is wrong with the question; null for nothing.</param>
/// <param name="IsUnavailable">Whether the counters can't be asked.</param>
public sealed record CounterResult(RuleOutcome? Outcome = null, FieldErrors? Errors = null, bool IsUnavailable = false)
{
    /// <summary>How many permits came back to which rule.</summary>
    public IReadOnlyList<(string Rule, long Permits)> Returned { get; init; } = [];
}
