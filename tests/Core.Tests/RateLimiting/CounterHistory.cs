using CsCheck;
using Serverless.Core.RateLimiting;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>What happens to the counters of one identity, for holding a store to the reference.</summary>
/// <param name="Start">Unix microseconds.</param>
public sealed record CounterHistory(long Start, RateLimitRule[] Rules, CounterHistory.Step[] Steps)
{
    private const long Year2020 = 1_577_836_800_000_000;
    private const long Year2100 = 4_102_444_800_000_000;

    private static readonly Gen<long> Limits = Gen.Frequency(
        (6, Gen.Long[1, 20]),
        (2, Gen.Long[1, RateLimitRule.MaxLogRequests]),
        (2, Gen.Long[RateLimitRule.MaxPermits - 5, RateLimitRule.MaxPermits]));

    private static readonly Gen<RateLimitRule> AnyRule =
        from algorithm in Gen.Enum<RateLimitAlgorithm>()
        from unit in Gen.Enum<RateLimitUnit>()
        from requests in Limits
        from burst in Limits
        from isDryRun in Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true)))
        select Within(SampleRules.Rule(algorithm, requests, unit, burst, mode: isDryRun ? RuleMode.DryRun : RuleMode.Enforce));

    public enum Kind
    {
        Take,
        TakeUpToMore,
        Peek,
        Refund,
        ChangeRule,
    }

    /// <param name="Passed">Microseconds since the step before; below 0 when the server's clock is set back.</param>
    /// <param name="Share">Of the smallest limit, for the cost or the new limit.</param>
    public sealed record Step(long Passed, Kind Kind, double Share, int Pick);

    public static Gen<CounterHistory> Any { get; } =
        from start in Gen.Long[Year2020, Year2100]
        from rules in AnyRule.Array[1, 3]
        let window = CounterLimit.Of(rules[0]).Window
        from steps in AnyStep(window).Array[1, 40]
        select new CounterHistory(start, [.. rules.Select((rule, i) => rule with { Id = $"rule-{i}" })], steps);

    public static RateLimitRule Within(RateLimitRule rule) => rule.Algorithm switch
    {
        not RateLimitAlgorithm.FixedWindow when rule.TimeUnit is RateLimitUnit.Week or RateLimitUnit.Month => Within(rule with { TimeUnit = RateLimitUnit.Day }),
        RateLimitAlgorithm.SlidingWindowLog => rule with { Requests = Math.Min(rule.Requests, RateLimitRule.MaxLogRequests), Burst = Math.Min(rule.Requests, RateLimitRule.MaxLogRequests) },
        RateLimitAlgorithm.TokenBucket => rule,
        _ => rule with { Burst = rule.Requests },
    };

    private static Gen<Step> AnyStep(long window) =>
        from passed in Gen.Frequency(
            (3, Gen.Const(0L)),
            (3, Gen.Long[1, 5]),
            (6, Gen.Long[0, window / 10]),
            (3, Gen.Long[window - 2, window + 2]),
            (1, Gen.Long[0, 3 * window]),
            (1, Gen.Long[-window, 0]))
        from kind in Gen.Frequency(
            (10, Gen.Const(Kind.Take)), (1, Gen.Const(Kind.TakeUpToMore)), (2, Gen.Const(Kind.Peek)), (2, Gen.Const(Kind.Refund)), (1, Gen.Const(Kind.ChangeRule)))
        from share in Gen.Frequency((4, Gen.Const(0.0)), (4, Gen.Double[0, 0.5]), (1, Gen.Double[0.5, 1.2]))
        from pick in Gen.Int[0, 1_000]
        select new Step(passed, kind, share, pick);
}
