using Serverless.Core.Redis;

namespace Serverless.Core.RateLimiting.Counting.Redis;

/// <summary>The scripts that count: one for each algorithm, which takes from one counter, one that takes from several counters of any, one that gives back, and one that forgets.</summary>
internal static class RedisCounterScripts
{
    private static readonly string Head = RedisScript.Read("take.head.lua");

    private static readonly RedisScript[] One =
        [.. Enum.GetValues<RateLimitAlgorithm>().Select(algorithm => RedisScript.Of("local options = 4", Head, Algorithm(algorithm), RedisScript.Read("take.one.lua")))];

    private static readonly RedisScript Group = OfAllAlgorithms("local options = #KEYS * 6", "take.group.lua");

    /// <summary>Gives back what was taken of any counters.</summary>
    public static RedisScript Refund { get; } = OfAllAlgorithms("local options = #KEYS * 8", "refund.lua");

    /// <summary>Forgets what counters have counted.</summary>
    public static RedisScript Reset { get; } = RedisScript.Of("for _, key in ipairs(KEYS) do redis.call('DEL', key) end");

    public static IEnumerable<RedisScript> All => [.. One, Group, Refund, Reset];

    /// <summary>Takes from these counters.</summary>
    public static RedisScript For(IReadOnlyList<RuleCounter> counters) => counters is [var only] ? One[(int)only.Limit.Algorithm] : Group;

    private static RedisScript OfAllAlgorithms(string options, string end) => RedisScript.Of(
    [
        options,
        Head,
        "local algorithms = {}",
        .. Enum.GetValues<RateLimitAlgorithm>().Select(algorithm => $$"""
            do
            {{Algorithm(algorithm)}}
            algorithms.{{RuleCounter.NameOf(algorithm)}} = { look = look, retry_at = retry_at, reset_at = reset_at, take = take }
            end
            """),
        RedisScript.Read(end),
    ]);

    private static string Algorithm(RateLimitAlgorithm algorithm) => RedisScript.Read($"take.{RuleCounter.NameOf(algorithm)}.lua");
}
