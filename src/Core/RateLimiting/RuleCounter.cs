namespace Serverless.Core.RateLimiting;

/// <summary>A rule with what deciding by it needs, made once.</summary>
public sealed class RuleCounter(RateLimitRule rule)
{
    /// <summary>Permits per second above which a global rule's quota is leased in slices.</summary>
    public const double MaxUnslicedRate = 5_000;

    private const long MicrosecondsPerSecond = 1_000_000;

    public RateLimitRule Rule { get; } = rule;

    public CounterLimit Limit { get; } = CounterLimit.Of(rule);

    public bool IsEnforced { get; } = rule.Mode == RuleMode.Enforce;

    /// <summary>What distinguishes the rule's counter from an identity's others. A change of <c>requests</c> keeps it; another algorithm or unit starts anew.</summary>
    public string Name { get; } = $"{rule.Id}:{NameOf(rule.Algorithm)}:{NameOf(rule.TimeUnit)}";

    /// <summary>Permits per second.</summary>
    public double Rate => (double)Limit.Requests * MicrosecondsPerSecond / Limit.Window;

    /// <summary>Whether instances lease its quota in slices: one counter for all callers would otherwise be asked by every check.</summary>
    public bool IsSliced => IsEnforced && Rule.IdentifyBy == IdentityKind.Global && Rate > MaxUnslicedRate;

    public static string NameOf(RateLimitAlgorithm algorithm) => algorithm switch
    {
        RateLimitAlgorithm.SlidingWindowCounter => "counter",
        RateLimitAlgorithm.FixedWindow => "fixed",
        RateLimitAlgorithm.SlidingWindowLog => "log",
        RateLimitAlgorithm.TokenBucket => "bucket",
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "No such algorithm."),
    };

    private static string NameOf(RateLimitUnit unit) => unit switch
    {
        RateLimitUnit.Second => "second",
        RateLimitUnit.Minute => "minute",
        RateLimitUnit.Hour => "hour",
        RateLimitUnit.Day => "day",
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "No such time unit."),
    };
}
