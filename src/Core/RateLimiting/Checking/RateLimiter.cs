using System.Runtime.CompilerServices;
using Serverless.Core.RateLimiting.Counting;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.RateLimiting.Checking;

/// <summary>Decides checks by the rules of the <see cref="RuleBook"/>.</summary>
public sealed class RateLimiter(RuleBook book, GroupDecider decider, DenialMemory denials, RateLimitMetrics metrics, TimeProvider time)
{
    /// <summary>How many checks are decided together at most.</summary>
    public const int MaxBatch = 100;

    private DecisionBuilder Decision => new(time, metrics);

    /// <summary>Decides one check; completes at once when no counter has to be asked.</summary>
    public ValueTask<RateLimitDecision> CheckAsync(RateLimitCheck check, CancellationToken cancellationToken) =>
        book.Current.FindRules(check.Api, check.Op) is { } operation ? CheckAsync(operation, check, cancellationToken) : new(Decision.Allow());

    /// <summary>Decides one check by these rules of its operation.</summary>
    public ValueTask<RateLimitDecision> CheckAsync(OperationRules operation, RateLimitCheck check, CancellationToken cancellationToken)
    {
        var rules = operation.Of(operation.NamePlans ? book.Current.Callers.Find(check.Caller) : null);
        if (check.Cost >= 1 && rules.Blocking.Count > 0 && Block(rules.Blocking) is { } blocked)
        {
            return new(blocked);
        }

        var errors = CheckCost.Validate(rules, check.Cost);
        var groups = errors is null ? CallerIdentities.Group(rules, check.Caller, out errors) : null;
        if (groups is null)
        {
            return new(Decision.Refuse(errors!));
        }

        if (groups.Length == 0)
        {
            return new(Decision.Allow());
        }

        return check.Cost == 1 && FindDenials(groups) is { } known
            ? new(DenyFromMemory(known))
            : DecideAsync(check, groups, cancellationToken);
    }

    /// <summary>Decides all checks, sent together; those of one identity in their order.</summary>
    /// <param name="checks">At most <see cref="MaxBatch"/>.</param>
    /// <returns>A decision for each check, in order.</returns>
    public async ValueTask<IReadOnlyList<RateLimitDecision>> CheckAsync(IReadOnlyList<RateLimitCheck> checks, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(checks.Count, MaxBatch);
        var deciding = new Task<RateLimitDecision>[checks.Count];
        for (var i = 0; i < deciding.Length; i++)
        {
            deciding[i] = CheckAsync(checks[i], cancellationToken).AsTask();
        }

        return await Task.WhenAll(deciding);
    }

    /// <summary>Gives back, best effort and without waiting, what an allowed check has taken, because what it was for does not count.</summary>
    public void Refund(RateLimitDecision decision)
    {
        foreach (var answer in decision.Taken)
        {
            Refund(answer);
        }
    }

    // Who is blocked by several is told of each; a dry run only looks.
    private RateLimitDecision? Block(IReadOnlyList<RuleCounter> blocking)
    {
        var blocks = new List<RuleOutcome>(blocking.Count);
        foreach (var counter in blocking)
        {
            var outcome = new RuleOutcome(counter, Allowed: false, Remaining: 0, RetryAfter: null, ResetAfter: TimeSpan.Zero, Degraded: false);
            if (counter.IsEnforced)
            {
                blocks.Add(outcome);
            }
            else
            {
                metrics.CountRule(counter, allowed: false, remaining: 0);
            }
        }

        return blocks.Count > 0 ? Decision.Deny(blocks) : null;
    }

    private List<RuleOutcome>? FindDenials(IdentityGroup[] groups)
    {
        List<RuleOutcome>? known = null;
        foreach (var group in groups)
        {
            for (var i = 0; i < group.Counters.Count; i++)
            {
                if (group.Counters[i].IsEnforced && denials.Find(group.Identity, group.Counters[i]) is { } denial)
                {
                    (known ??= []).Add(denial);
                }
            }
        }

        return known;
    }

    private RateLimitDecision DenyFromMemory(IReadOnlyList<RuleOutcome> known)
    {
        metrics.CountRememberedDenial();
        return Decision.Deny(known);
    }

    // One after the other: asked at once, a caller whom a narrow rule denies would for a moment take what a wide one has for all.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RateLimitDecision> DecideAsync(RateLimitCheck check, IdentityGroup[] groups, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var answers = new GroupAnswer[groups.Length];
        var asked = 0;
        do
        {
            answers[asked] = await decider.DecideAsync(new CounterQuery(groups[asked], check.Cost, check.Peek), started, cancellationToken);
        }
        while (answers[asked++].Admits && asked < groups.Length);

        if (!answers[asked - 1].Admits)
        {
            foreach (var admitted in answers.AsSpan(0, asked - 1))
            {
                Refund(admitted);
            }

            Remember(answers[asked - 1]);
        }

        metrics.Record(time.GetElapsedTime(started));
        return Decision.Build(answers, asked);
    }

    private void Refund(in GroupAnswer admitted)
    {
        decider.Refund(admitted);
        foreach (var counter in admitted.Group.Counters)
        {
            denials.Forget(admitted.Group.Identity, counter);
        }
    }

    private void Remember(in GroupAnswer denied)
    {
        if (denied.Query.Cost != 1 || denied.Degraded)
        {
            return;
        }

        for (var i = 0; i < denied.Answers!.Length; i++)
        {
            var (answer, counter) = (denied.Answers[i], denied.Group.Counters[i]);
            if (!answer.Allowed && counter.IsEnforced)
            {
                denials.Remember(denied.Group.Identity, counter, answer);
            }
        }
    }
}
