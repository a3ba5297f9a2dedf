using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.RateLimiting.Checking;

/// <summary>Makes the answer to a check of what the counters said.</summary>
internal readonly struct DecisionBuilder(TimeProvider time, RateLimitMetrics metrics)
{
    /// <summary>When to try again where a rule fails closed: nobody knows, so soon.</summary>
    private static readonly TimeSpan UnavailableFor = TimeSpan.FromSeconds(1);

    /// <param name="answers">Of the groups in the order they were asked; only the last one may deny.</param>
    public RateLimitDecision Build(ReadOnlySpan<GroupAnswer> answers)
    {
        var last = answers[^1];
        if (last.Readings is null)
        {
            var refusal = new RuleOutcome(last.Group.FailsClosed!.Rule, Allowed: false, Remaining: 0, UnavailableFor, UnavailableFor, Degraded: true);
            return new RateLimitDecision(RateLimitStatus.Unavailable, [refusal], refusal, time.GetUtcNow());
        }

        var admitted = last.Admits;
        var outcomes = new List<RuleOutcome>(answers.Length * last.Readings.Length);
        foreach (var answer in answers)
        {
            Add(answer, isGivenBack: !admitted && answer.Group != last.Group, outcomes);
        }

        return new RateLimitDecision(admitted ? RateLimitStatus.Allowed : RateLimitStatus.Denied, outcomes, Report(outcomes), time.GetUtcNow());
    }

    /// <summary>The denying one, else the one with least remaining.</summary>
    private static RuleOutcome? Report(List<RuleOutcome> outcomes)
    {
        RuleOutcome? reported = null;
        foreach (var outcome in outcomes)
        {
            if (!outcome.Allowed)
            {
                return outcome;
            }

            reported = reported is null || outcome.Remaining < reported.Remaining ? outcome : reported;
        }

        return reported;
    }

    private void Add(in GroupAnswer answer, bool isGivenBack, List<RuleOutcome> outcomes)
    {
        for (var i = 0; i < answer.Readings!.Length; i++)
        {
            var (counter, reading) = (answer.Group.Counters[i], answer.Readings[i]);
            if (counter.IsEnforced)
            {
                outcomes.Add(Outcome(counter, reading, isGivenBack, answer.Degraded));
            }
            else
            {
                metrics.CountDryRun(counter.Rule.Id, reading.Allowed);
            }
        }
    }

    private static RuleOutcome Outcome(RuleCounter counter, in CounterReading reading, bool isGivenBack, bool degraded) => new(
        counter.Rule,
        reading.Allowed,
        isGivenBack ? reading.Remaining + reading.Taken : reading.Remaining,
        reading.RetryAfter < 0 ? null : TimeSpan.FromMicroseconds(reading.RetryAfter),
        TimeSpan.FromMicroseconds(reading.ResetAfter),
        degraded);
}
