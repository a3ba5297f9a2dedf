using System.Diagnostics.Metrics;

namespace Serverless.Core.RateLimiting;

/// <summary>What an operator can see of the limiter.</summary>
public sealed class RateLimitMetrics
{
    public const string MeterName = "Serverless.RateLimiting";
    public const string Checks = "serverless.ratelimit.checks";
    public const string RememberedDenials = "serverless.ratelimit.denials.remembered";
    public const string RoundTrips = "serverless.ratelimit.counters.round_trips";
    public const string Failures = "serverless.ratelimit.counters.failures";
    public const string DegradedDecisions = "serverless.ratelimit.degraded";
    public const string DryRuns = "serverless.ratelimit.dry_runs";
    public const string Admitted = "serverless.ratelimit.admitted";
    public const string Denied = "serverless.ratelimit.denied";
    public const string NearLimit = "serverless.ratelimit.near_limit";
    public const string Unreadable = "serverless.ratelimit.rules.unreadable";
    public const string RulesAge = "serverless.ratelimit.rules.age";
    public const string Duration = "serverless.ratelimit.check.duration";

    private readonly Counter<long> checks;
    private readonly Counter<long> remembered;
    private readonly Counter<long> roundTrips;
    private readonly Counter<long> failures;
    private readonly Counter<long> degraded;
    private readonly Counter<long> dryRuns;
    private readonly Counter<long> admitted;
    private readonly Counter<long> denied;
    private readonly Counter<long> nearLimit;
    private readonly Counter<long> unreadable;
    private readonly Histogram<double> duration;
    private readonly Meter meter;

    public RateLimitMetrics(IMeterFactory meters)
    {
        meter = meters.Create(MeterName);
        checks = meter.CreateCounter<long>(Checks, "{check}", "Checks by status, and whether they were decided without the shared counters.");
        remembered = meter.CreateCounter<long>(RememberedDenials, "{check}", "Checks that were denied without asking a counter.");
        roundTrips = meter.CreateCounter<long>(RoundTrips, "{call}", "Calls of the counter store, by operation.");
        failures = meter.CreateCounter<long>(Failures, "{call}", "Calls that failed, by reason: unavailable, deadline, fault (a bug), open (not made, by the breaker).");
        degraded = meter.CreateCounter<long>(DegradedDecisions, "{call}", "Questions that this process answered from its own memory.");
        dryRuns = meter.CreateCounter<long>(DryRuns, "{verdict}", "Verdicts of rules that only look, by rule and verdict.");
        admitted = meter.CreateCounter<long>(Admitted, "{check}", "Checks that a rule admitted, by rule, also of rules that only look.");
        denied = meter.CreateCounter<long>(Denied, "{check}", "Checks that a rule denied, by rule; one that several deny is counted for each.");
        nearLimit = meter.CreateCounter<long>(NearLimit, "{check}", "Checks that a rule admitted with more than 80 % of its limit used, by rule.");
        unreadable = meter.CreateCounter<long>(Unreadable, "{document}", "Stored rules and APIs that were left out at a reading because they can't be read, by kind.");
        duration = meter.CreateHistogram<double>(Duration, "s", "How long checks took that asked counters.");
    }

    /// <param name="degraded">Whether it was decided without the shared counters.</param>
    public void CountCheck(RateLimitStatus status, bool degraded)
    {
        var tag = new KeyValuePair<string, object?>("status", NameOf(status));
        if (degraded)
        {
            checks.Add(1, tag, new KeyValuePair<string, object?>("counted", "alone"));
        }
        else
        {
            checks.Add(1, tag);
        }
    }

    public void CountRememberedDenial() => remembered.Add(1);

    /// <param name="operation"><c>take</c> or <c>refund</c>.</param>
    public void CountRoundTrip(string operation) => roundTrips.Add(1, new KeyValuePair<string, object?>("operation", operation));

    /// <param name="reason"><c>unavailable</c>, <c>deadline</c>, <c>fault</c> or <c>open</c>.</param>
    public void CountFailure(string reason) => failures.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void CountDegraded() => degraded.Add(1);

    /// <param name="kind"><c>rule</c> or <c>api</c>.</param>
    public void CountUnreadable(string kind) => unreadable.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>Shows how long ago the rules in use were last known to be those that are stored.</summary>
    public void ObserveRules(Func<TimeSpan> age) => meter.CreateObservableGauge(
        RulesAge, () => age().TotalSeconds, "s", "How long ago this instance's rules were last known to be those of the stores or of their copy.");

    /// <summary>What one rule said of a check.</summary>
    /// <param name="remaining">Permits that are left of it then.</param>
    public void CountRule(RuleCounter counter, bool allowed, long remaining)
    {
        var rule = new KeyValuePair<string, object?>("rule", counter.Rule.Id);
        if (!counter.IsEnforced && dryRuns.Enabled)
        {
            dryRuns.Add(1, rule, new KeyValuePair<string, object?>("verdict", allowed ? "allowed" : "denied"));
        }

        if (!allowed && counter.IsEnforced)
        {
            denied.Add(1, rule);
        }

        if (allowed)
        {
            admitted.Add(1, rule);
        }

        if (allowed && IsNearLimit(remaining, counter.Limit.Capacity))
        {
            nearLimit.Add(1, rule);
        }
    }

    public void Record(TimeSpan elapsed) => duration.Record(elapsed.TotalSeconds);

    // A limit is at most RateLimitRule.MaxPermits.
    private static bool IsNearLimit(long remaining, long limit) => (limit - remaining) * 5 > limit * 4;

    private static string NameOf(RateLimitStatus status) => status switch
    {
        RateLimitStatus.Allowed => "allowed",
        RateLimitStatus.Denied => "denied",
        RateLimitStatus.Unavailable => "unavailable",
        _ => "invalid",
    };
}
