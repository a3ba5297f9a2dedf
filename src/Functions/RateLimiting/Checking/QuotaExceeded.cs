using System.Text.Json.Serialization;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>The problem of a denied check, by the type that draft-ietf-httpapi-ratelimit-headers-11 registers.</summary>
/// <param name="Status">429, or what a proxy understands.</param>
/// <param name="Policies">Ids of the rules that denied.</param>
/// <param name="Response">What is said beside the problem: the same as of an allowed check.</param>
[JsonConverter(typeof(QuotaExceededConverter))]
public sealed record QuotaExceeded(int Status, IReadOnlyList<string> Policies, DecisionResponse Response)
{
    public static readonly string Type = ProblemTypes.UriOf(ProblemTypes.QuotaExceeded);
    public const string Title = "Request cannot be satisfied as assigned quota has been exceeded";
    public const string WaitDetail = "Wait for as long as 'Retry-After' says before the next request.";
    public const string BlockedDetail = "The caller's plan admits no request at all. Ask who runs this API for another one.";

    /// <summary>What a person can do.</summary>
    public string Detail => Response.RetryAfter is null ? BlockedDetail : WaitDetail;

    /// <summary>The problem of a decision that denies.</summary>
    public static QuotaExceeded Of(RateLimitDecision decision, int status) => new(status, DeniedBy(decision.Outcomes), DecisionResponse.Of(decision));

    // A remembered denial, as most in a flood are, is that of one rule.
    private static string[] DeniedBy(IReadOnlyList<RuleOutcome> outcomes) => outcomes is [{ Allowed: false } only]
        ? [only.Rule.Id]
        : [.. outcomes.Where(outcome => !outcome.Allowed).Select(outcome => outcome.Rule.Id)];
}
