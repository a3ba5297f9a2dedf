using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Serverless.Core.RateLimiting;

namespace Serverless.Functions.RateLimiting;

/// <summary>A decision as it is answered; what a rule would say is left out when none applies.</summary>
/// <param name="RetryAfter">Null unless denied.</param>
/// <param name="Problem">Why this check of a batch could not be decided.</param>
[JsonConverter(typeof(DecisionAnswerConverter))]
public sealed record DecisionAnswer(
    bool Allowed,
    long? Limit,
    long? Remaining,
    TimeSpan? RetryAfter,
    DateTimeOffset? ResetAt,
    string? Rule,
    bool? Degraded,
    ProblemDetails? Problem = null)
{
    public static DecisionAnswer Of(RateLimitDecision decision) => decision.Reported is { } reported
        ? new DecisionAnswer(
            decision.Allowed,
            reported.Limit,
            reported.Remaining,
            reported.RetryAfter is { } after ? WholeMilliseconds.RoundUp(after) : null,
            decision.At + WholeMilliseconds.RoundUp(reported.ResetAfter),
            reported.Rule.Id,
            decision.Degraded)
        : new DecisionAnswer(decision.Allowed, null, null, null, null, null, null);
}
