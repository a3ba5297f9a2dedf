using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Serverless.Core.RateLimiting.Checking;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>A decision as it is answered; what a rule would say is left out when none applies.</summary>
/// <param name="RetryAfter">Null unless denied.</param>
/// <param name="At">When it was taken, by the clock of the counters: what a refund names. Left out when nothing was taken there.</param>
/// <param name="Problem">Why this check of a batch could not be decided.</param>
[JsonConverter(typeof(DecisionResponseConverter))]
public sealed record DecisionResponse(
    bool Allowed,
    long? Limit,
    long? Remaining,
    TimeSpan? RetryAfter,
    DateTimeOffset? ResetAt,
    string? Rule,
    bool? Degraded,
    DateTimeOffset? At = null,
    ProblemDetails? Problem = null)
{
    public static DecisionResponse Of(RateLimitDecision decision) => decision.Reported is { } reported
        ? new DecisionResponse(
            decision.Allowed,
            reported.Limit,
            reported.Remaining,
            reported.RetryAfter is { } after ? WholeMilliseconds.RoundUp(after) : null,
            WholeMilliseconds.ResetAt(reported, decision.At),
            reported.Rule.Id,
            decision.Degraded,
            decision.TakenAt)
        : new DecisionResponse(decision.Allowed, null, null, null, null, null, null);
}
