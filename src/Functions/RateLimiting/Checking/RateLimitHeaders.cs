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

    private const long MicrosecondsPerSecond = 1_000_000;
    private const long SecondsPerDay = 86_400;

    // The same for every answer by a rule.
    private static readonly ConditionalWeakTable<RuleCounter, string> Policies = [];

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

    /// <summary>Whole seconds until the check would be admitted by every rule that denied it, never less: 1 or more. Null where no wait would help.</summary>
    public static long? RetryAfter(RateLimitDecision decision)
    {
        var longest = 1L;
        for (var i = 0; i < decision.Outcomes.Count; i++)
        {
            if (decision.Outcomes[i].NeverAdmits)
            {
                return null;
            }

            longest = decision.Outcomes[i].Allowed ? longest : Math.Max(longest, Seconds(decision.Outcomes[i]));
        }

        return longest;
    }

    private static string PolicyOf(RateLimitDecision decision) => decision.Outcomes is [var only]
        ? PolicyOf(only.Counter, decision.At)
        : string.Join(", ", decision.Outcomes.Select(outcome => PolicyOf(outcome.Counter, decision.At)));

    // No month is like the next.
    private static string PolicyOf(RuleCounter counter, DateTimeOffset at) => counter.Limit.IsMonthly
        ? PolicyOf(counter, DateTime.DaysInMonth(at.UtcDateTime.Year, at.UtcDateTime.Month) * SecondsPerDay)
        : Policies.GetValue(counter, static each => PolicyOf(each, Window(each.Limit)));

    private static string PolicyOf(RuleCounter counter, long window) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{counter.Rule.Id}\";q={counter.Limit.Capacity};w={window}");

    private static string LimitOf(RateLimitDecision decision) => decision.Outcomes is [var only]
        ? LimitOf(only)
        : string.Join(", ", decision.Outcomes.Select(LimitOf));

    private static string LimitOf(RuleOutcome outcome) => outcome.NeverAdmits
        ? $"\"{outcome.Rule.Id}\";r=0"
        : string.Create(CultureInfo.InvariantCulture, $"\"{outcome.Rule.Id}\";r={Math.Max(0, outcome.Remaining)};t={Seconds(outcome)}");

    // Of a rule that denied, when it admits again: "Retry-After" must not be earlier than "t".
    private static long Seconds(RuleOutcome outcome) =>
        (long)Math.Ceiling(Math.Max(0, (outcome.Allowed ? outcome.ResetAfter : outcome.RetryAfter ?? outcome.ResetAfter).TotalSeconds));

    // The quota of a bucket is its size, and the time it takes to fill the window.
    private static long Window(in CounterLimit limit)
    {
        var unit = limit.Window / MicrosecondsPerSecond;
        return limit.Capacity == limit.Requests ? unit : Math.Max(1, (long)Math.Ceiling((decimal)unit * limit.Capacity / limit.Requests));
    }
}
