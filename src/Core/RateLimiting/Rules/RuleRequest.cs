using System.ComponentModel.DataAnnotations;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>A rule to make, or to replace another one with.</summary>
public sealed record RuleRequest
{
    /// <summary>May repeat the name that the rule is put under.</summary>
    [RegularExpression(ResourceName.Pattern)]
    public string? Id { get; init; }

    /// <summary>The API that is limited.</summary>
    [Required]
    [RegularExpression(ResourceName.Pattern)]
    public string? Api { get; init; }

    /// <summary>The operation of the API that is limited; <c>*</c> for all of them together.</summary>
    [Required]
    [RegularExpression(RuleValidation.OpPattern)]
    public string? Op { get; init; }

    /// <summary>The window. A <c>week</c> (from Monday) and a <c>month</c> are those of the calendar in UTC, for a <c>fixedWindow</c> alone.</summary>
    [Required]
    [AllowedValues("second", "minute", "hour", "day", "week", "month")]
    public string? TimeUnit { get; init; }

    /// <summary>Permits per window; at most 10,000 for a <c>slidingWindowLog</c>.</summary>
    [Required]
    [Range(1, RuleValidation.MaxRequests)]
    public long? Requests { get; init; }

    /// <summary>Null for <c>slidingWindowCounter</c>, and for <c>fixedWindow</c> where the window is a week or a month.</summary>
    [AllowedValues("fixedWindow", "slidingWindowLog", "slidingWindowCounter", "tokenBucket")]
    public string? Algorithm { get; init; }

    /// <summary>Whom the rule counts apart: <c>user</c>, <c>apiKey</c>, <c>ip</c>, <c>header:NAME</c> or <c>global</c>; null for <c>user</c>.</summary>
    [RegularExpression(IdentityNames.Pattern)]
    public string? IdentifyBy { get; init; }

    /// <summary>Size of a token bucket, and of nothing else; null for as many as <c>requests</c>.</summary>
    [Range(1, RuleValidation.MaxRequests)]
    public long? Burst { get; init; }

    /// <summary>What callers of a plan are allowed instead, by the plan's name. Not for <c>global</c>, which knows no callers.</summary>
    [MaxLength(RuleValidation.MaxPlans)]
    public IReadOnlyDictionary<string, PlanRequest?>? Plans { get; init; }

    /// <summary>What happens while the counters can't be reached: <c>open</c> limits in memory, <c>closed</c> lets nobody pass. Null for <c>open</c>.</summary>
    [AllowedValues("open", "closed")]
    public string? OnFailure { get; init; }

    /// <summary><c>dryRun</c> counts and denies nobody; null for <c>enforce</c>.</summary>
    [AllowedValues("enforce", "dryRun")]
    public string? Mode { get; init; }

    /// <summary>Null for true.</summary>
    public bool? Enabled { get; init; }
}
