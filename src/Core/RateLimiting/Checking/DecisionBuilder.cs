using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.RateLimiting.Checking;

/// <summary>Makes the answer to a check of what the counters said.</summary>
internal readonly struct DecisionBuilder(TimeProvider time, RateLimitMetrics metrics)
{
    /// <summary>When to try again where a rule fails closed: nobody knows, so soon.</summary>
    private static readonly TimeSpan UnavailableFor = TimeSpan.FromSeconds(1);

    /// <summary>Nothing limits the check.</summary>
    public RateLimitDecision Allow() => Count(new RateLimitDecision(RateLimitStatus.Allowed, [], null, time.GetUtcNow()));

    /// <summary>The check can't be decided as it was asked.</summary>
    public RateLimitDecision Refuse(FieldErrors errors) => Count(new RateLimitDecision(RateLimitStatus.Invalid, [], null, time.GetUtcNow(), errors));

    /// <param name="denials">One or more; counters need not have been asked for them.</param>
    public RateLimitDecision Deny(IReadOnlyList<RuleOutcome> denials)
    {
        for (var i = 0; i < denials.Count; i++)
        {
            metrics.CountRule(denials[i].Counter, allowed: false, denials[i].Remaining);
        }

        return Count(new RateLimitDecision(RateLimitStatus.Denied, denials, Report(denials), time.GetUtcNow()));
    }

    /// <param name="answers">Of the groups in the order they were asked, and room for those that were not; only the last one asked may deny.</param>
    public RateLimitDecision Build(GroupAnswer[] answers, int asked)
    {
        var last = answers[asked - 1];
        if (last.Answers is null)
        {
            var refusal = new RuleOutcome(last.Group.FailsClosed!, Allowed: false, Remaining: 0, UnavailableFor, UnavailableFor, Degraded: true);
            return Count(new RateLimitDecision(RateLimitStatus.Unavailable, [refusal], refusal, time.GetUtcNow()));
        }

        var admitted = last.Admits;
        var outcomes = new List<RuleOutcome>(asked * last.Answers.Length);
        for (var i = 0; i < asked; i++)
        {
            Add(answers[i], isGivenBack: !admitted && i < asked - 1, outcomes);
        }

        var status = admitted ? RateLimitStatus.Allowed : RateLimitStatus.Denied;
        return Count(new RateLimitDecision(status, outcomes, Report(outcomes), time.GetUtcNow()) { Taken = admitted && !last.Query.Peek ? answers : [] });
    }

    /// <summary>The denying one that denies for the longest time, else the one with least remaining.</summary>
    private static RuleOutcome? Report(IReadOnlyList<RuleOutcome> outcomes)
    {
        RuleOutcome? reported = null;
        for (var i = 0; i < outcomes.Count; i++)
        {
            reported = reported is null || IsWorse(outcomes[i], reported) ? outcomes[i] : reported;
        }

        return reported;
    }

    private static bool IsWorse(RuleOutcome outcome, RuleOutcome other) => (outcome.Allowed, other.Allowed) switch
    {
        (false, true) => true,
        (true, false) => false,
        (false, false) => (outcome.RetryAfter ?? TimeSpan.MaxValue) > (other.RetryAfter ?? TimeSpan.MaxValue),
        _ => outcome.Remaining < other.Remaining,
    };

    private void Add(in GroupAnswer answer, bool isGivenBack, List<RuleOutcome> outcomes)
    {
        for (var i = 0; i < answer.Answers!.Length; i++)
        {
            var outcome = Outcome(answer.Group.Counters[i], answer.Answers[i], isGivenBack, answer.Degraded);
            metrics.CountRule(outcome.Counter, outcome.Allowed, outcome.Remaining);
            if (outcome.Counter.IsEnforced)
            {
                outcomes.Add(outcome);
            }
        }
    }

    /// <param name="isGivenBack">Whether what was taken is given back.</param>
    public static RuleOutcome Outcome(RuleCounter counter, in CounterAnswer answer, bool isGivenBack, bool degraded) => new(
        counter,
        answer.Allowed,
        isGivenBack ? answer.Remaining + answer.Taken : answer.Remaining,
        answer.RetryAfter < 0 ? null : TimeSpan.FromMicroseconds(answer.RetryAfter),
        TimeSpan.FromMicroseconds(answer.ResetAfter),
        degraded)
    {
        ResetAt = answer.ResetAt.ToInstant(),
    };

    private RateLimitDecision Count(RateLimitDecision decision)
    {
        metrics.CountCheck(decision.Status, decision.Degraded);
        return decision;
    }
}
