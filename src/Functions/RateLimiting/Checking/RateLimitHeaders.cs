using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>
/// The fields <c>RateLimit-Policy</c> and <c>RateLimit</c> of draft-ietf-httpapi-ratelimit-headers-11: lists of structured
/// fields (RFC 9651) with one member a rule, whose ids need no escaping.
/// </summary>
public static class RateLimitHeaders
{
    public const string Policy = "RateLimit-Policy";
    public const string Limit = "RateLimit";

    // The same for every answer by a rule.
    private static readonly ConditionalWeakTable<RateLimitRule, string> Policies = [];

    /// <summary>Writes both over what is there; nothing when no rule was asked.</summary>
    public static void Write(IHeaderDictionary headers, RateLimitDecision decision)
    {
        if (decision.Outcomes.Count > 0)
        {
            headers[Policy] = PolicyOf(decision);
            headers[Limit] = LimitOf(decision);
        }
    }

    /// <summary>Adds both to what another server has said, as further members of its lists.</summary>
    public static void Append(IHeaderDictionary headers, RateLimitDecision decision)
    {
        if (decision.Outcomes.Count > 0)
        {
            headers[Policy] = StringValues.Concat(headers[Policy], PolicyOf(decision));
            headers[Limit] = StringValues.Concat(headers[Limit], LimitOf(decision));
        }
    }

    /// <summary>Whole seconds until the check would be admitted by every rule that denied it, never less: 1 or more.</summary>
    public static long RetryAfter(RateLimitDecision decision)
    {
        var longest = 1L;
        for (var i = 0; i < decision.Outcomes.Count; i++)
        {
            longest = decision.Outcomes[i].Allowed ? longest : Math.Max(longest, Seconds(decision.Outcomes[i]));
        }

        return longest;
    }

    private static string PolicyOf(RateLimitDecision decision) => decision.Outcomes is [var only]
        ? PolicyOf(only.Rule)
        : string.Join(", ", decision.Outcomes.Select(outcome => PolicyOf(outcome.Rule)));

    private static string PolicyOf(RateLimitRule rule) => Policies.GetValue(rule, static each =>
        string.Create(CultureInfo.InvariantCulture, $"\"{each.Id}\";q={RuleOutcome.LimitOf(each)};w={Window(each)}"));

    private static string LimitOf(RateLimitDecision decision) => decision.Outcomes is [var only]
        ? LimitOf(only)
        : string.Join(", ", decision.Outcomes.Select(LimitOf));

    private static string LimitOf(RuleOutcome outcome) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{outcome.Rule.Id}\";r={Math.Max(0, outcome.Remaining)};t={Seconds(outcome)}");

    // Of a rule that denied, when it admits again: "Retry-After" must not be earlier than "t".
    private static long Seconds(RuleOutcome outcome) =>
        (long)Math.Ceiling(Math.Max(0, (outcome.Allowed ? outcome.ResetAfter : outcome.RetryAfter ?? outcome.ResetAfter).TotalSeconds));

    // The quota of a bucket is its size, and the time it takes to fill the window.
    private static long Window(RateLimitRule rule)
    {
        var limit = RuleOutcome.LimitOf(rule);
        var unit = rule.TimeUnit switch
        {
            RateLimitUnit.Second => 1L,
            RateLimitUnit.Minute => 60L,
            RateLimitUnit.Hour => 3_600L,
            _ => 86_400L,
        };
        return limit == rule.Requests ? unit : Math.Max(1, (long)Math.Ceiling((decimal)unit * limit / rule.Requests));
    }
}
