using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Serverless.Core.RateLimiting;

/// <summary>A rule as it holds for callers of one plan, with what deciding by it needs, made once.</summary>
public sealed class RuleCounter
{
    /// <summary>Permits per second above which a global rule's quota is leased in slices.</summary>
    public const double MaxUnslicedRate = 5_000;

    private const long MicrosecondsPerSecond = 1_000_000;
    private const int PlaceBytes = 6;

    /// <summary>Of callers without a plan.</summary>
    public RuleCounter(RateLimitRule rule)
        : this(rule, null)
    {
    }

    /// <param name="plan">One that the rule names; null for callers of none that it names.</param>
    public RuleCounter(RateLimitRule rule, string? plan)
    {
        var (requests, burst) = plan is null ? (rule.Requests, rule.Burst) : (rule.Plans![plan].Requests, rule.Plans[plan].Burst);
        Rule = rule;
        Limit = CounterLimit.Of(rule, requests, burst);
        Revision = plan is null ? rule.Revision : $"{rule.Revision}/{plan}";
        Name = $"{rule.Id}:{NameOf(rule.Algorithm)}:{NameOf(rule.TimeUnit)}:{PlaceOf(rule)}";
    }

    public RateLimitRule Rule { get; }

    public CounterLimit Limit { get; }

    public bool IsEnforced => Rule.Mode == RuleMode.Enforce;

    /// <summary>Differs between any two states of the rule, and between its plans: what was remembered of another one does not hold.</summary>
    public string Revision { get; }

    /// <summary>
    /// What distinguishes the rule's counter from an identity's others. A change of <c>requests</c> or of the caller's plan
    /// keeps it; another algorithm, unit, API or operation starts anew.
    /// </summary>
    public string Name { get; }

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
        RateLimitUnit.Week => "week",
        RateLimitUnit.Month => "month",
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "No such time unit."),
    };

    // Short whatever the names are: it is in every key, and no name can pass for another's.
    private static string PlaceOf(RateLimitRule rule)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes<char>($"{rule.Api}\n{rule.Op}"), hash);
        return Base64Url.EncodeToString(hash[..PlaceBytes]);
    }
}
