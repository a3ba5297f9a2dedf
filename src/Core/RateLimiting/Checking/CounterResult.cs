namespace Serverless.Core.RateLimiting.Checking;

/// <summary>What became of a look at a caller's counters, or of a change of them.</summary>
/// <param name="Outcome">What is left; null where the rule does not limit the caller, and for a change.</param>
/// <param name="Errors">What is wrong with the question; null for nothing.</param>
/// <param name="IsUnavailable">Whether the counters can't be asked.</param>
public sealed record CounterResult(RuleOutcome? Outcome = null, FieldErrors? Errors = null, bool IsUnavailable = false)
{
    /// <summary>How many permits came back to which rule.</summary>
    public IReadOnlyList<(string Rule, long Permits)> Returned { get; init; } = [];
}
