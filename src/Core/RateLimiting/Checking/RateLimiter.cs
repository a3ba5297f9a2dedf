using System.Runtime.CompilerServices;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.RateLimiting.Checking;

/// <summary>Decides checks by the rules of the <see cref="RuleBook"/>.</summary>
public sealed class RateLimiter(RuleBook book, GroupDecider decider, DenialMemory denials, RateLimitMetrics metrics, TimeProvider time)
{
    /// <summary>How many checks are decided together at most.</summary>
    public const int MaxBatch = 100;

    // Where permits may be given back in another instance, which this one does not hear of: to a rule that is asked before a
    // wider one, and of slices.
    private static readonly TimeSpan LongestRefundableDenial = TimeSpan.FromSeconds(1);

    /// <summary>Decides one check; completes at once when no counter has to be asked.</summary>
    public ValueTask<RateLimitDecision> CheckAsync(RateLimitCheck check, CancellationToken cancellationToken)
    {
        return book.Current.FindPlan(check.Api, check.Op) is { } plan
            ? CheckAsync(plan, check, cancellationToken)
            : new(Count(new RateLimitDecision(RateLimitStatus.Allowed, [], null, time.GetUtcNow())));
    }

    /// <summary>Decides one check by these rules of its operation.</summary>
    public ValueTask<RateLimitDecision> CheckAsync(RulePlan plan, RateLimitCheck check, CancellationToken cancellationToken)
    {
        var errors = CheckCost.Validate(plan, check.Cost);
        var groups = errors is null ? CallerIdentities.Group(plan, check.Caller, out errors) : null;
        if (groups is null)
        {
            return new(Count(new RateLimitDecision(RateLimitStatus.Invalid, [], null, time.GetUtcNow(), errors)));
        }

        return check.Cost == 1 && FindDenial(groups) is { } denial
            ? new(DenyFromMemory(denial))
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

    private RuleOutcome? FindDenial(IdentityGroup[] groups)
    {
        foreach (var group in groups)
        {
            for (var i = 0; i < group.Counters.Count; i++)
            {
                if (group.Counters[i].IsEnforced && denials.Find(group.Identity, group.Counters[i]) is { } denial)
                {
                    return denial;
                }
            }
        }

        return null;
    }

    private RateLimitDecision DenyFromMemory(RuleOutcome denial)
    {
        metrics.CountRememberedDenial();
        return Count(new RateLimitDecision(RateLimitStatus.Denied, [denial], denial, time.GetUtcNow()));
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
            answers[asked] = await decider.DecideAsync(groups[asked], check, started, cancellationToken);
        }
        while (answers[asked++].Admits && asked < groups.Length);

        var last = answers[asked - 1];
        if (!last.Admits)
        {
            Refund(answers.AsSpan(0, asked - 1));
            Remember(check, last);
        }

        metrics.Record(time.GetElapsedTime(started));
        return Count(new DecisionBuilder(time, metrics).Build(answers.AsSpan(0, asked)));
    }

    private void Refund(ReadOnlySpan<GroupAnswer> admitted)
    {
        foreach (var answer in admitted)
        {
            decider.Refund(answer);
            foreach (var counter in answer.Group.Counters)
            {
                denials.Forget(answer.Group.Identity, counter);
            }
        }
    }

    private void Remember(RateLimitCheck check, in GroupAnswer denied)
    {
        if (check.Cost != 1 || denied.Degraded)
        {
            return;
        }

        for (var i = 0; i < denied.Readings!.Length; i++)
        {
            var (reading, counter) = (denied.Readings[i], denied.Group.Counters[i]);
            if (!reading.Allowed && counter.IsEnforced)
            {
                denials.Remember(
                    denied.Group.Identity,
                    counter,
                    TimeSpan.FromMicroseconds(reading.RetryAfter),
                    TimeSpan.FromMicroseconds(reading.ResetAfter),
                    denied.Group is { IsLast: true, IsSliced: false } ? null : LongestRefundableDenial);
            }
        }
    }

    private RateLimitDecision Count(RateLimitDecision decision)
    {
        metrics.CountCheck(decision.Status);
        return decision;
    }
}
