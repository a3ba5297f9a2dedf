namespace Serverless.Core.RateLimiting.Checking;

/// <summary>The answer to a check.</summary>
/// <param name="Outcomes">Every enforced rule that was asked, in the order they were; empty when no rule applies. Dry runs are not among them.</param>
/// <param name="Reported">The outcome of the rule that denies for the longest time, else of the one with least remaining; null when no rule applies.</param>
/// <param name="At">When it was decided: what durations count from.</param>
/// <param name="Errors">What is wrong with the check; null unless <see cref="RateLimitStatus.Invalid"/>.</param>
public sealed record RateLimitDecision(
    RateLimitStatus Status,
    IReadOnlyList<RuleOutcome> Outcomes,
    RuleOutcome? Reported,
    DateTimeOffset At,
    FieldErrors? Errors = null)
{
    public bool Allowed => Status == RateLimitStatus.Allowed;

    public bool Degraded
    {
        get
        {
            for (var i = 0; i < Outcomes.Count; i++)
            {
                if (Outcomes[i].Degraded)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>What the check has taken, by which it can be given back; empty when it was not allowed, and when it only looked.</summary>
    internal IReadOnlyList<GroupAnswer> Taken { get; init; } = [];

    /// <summary>The earliest time, by the clocks of the shared counters, at which any of it was taken: what a refund names. Null when nothing was taken there.</summary>
    public DateTimeOffset? TakenAt
    {
        get
        {
            var earliest = long.MaxValue;
            for (var i = 0; i < Taken.Count; i++)
            {
                for (var j = 0; j < Taken[i].Answers!.Length; j++)
                {
                    earliest = Taken[i] is { Degraded: false } && Taken[i].Answers![j].Taken > 0 ? Math.Min(earliest, Taken[i].Answers![j].Time) : earliest;
                }
            }

            return earliest == long.MaxValue ? null : DateTimeOffset.UnixEpoch.AddTicks(earliest * TimeSpan.TicksPerMicrosecond);
        }
    }
}
