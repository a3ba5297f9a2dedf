namespace Serverless.Core.RateLimiting.Checking;

/// <summary>The answer to a check.</summary>
/// <param name="Outcomes">Every enforced rule that was asked, in the order they were; empty when no rule applies. Dry runs are not among them.</param>
/// <param name="Reported">The denying rule's outcome, else the one with least remaining; null when no rule applies.</param>
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
}
