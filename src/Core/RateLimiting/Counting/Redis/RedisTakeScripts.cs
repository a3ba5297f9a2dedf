namespace Serverless.Core.RateLimiting.Counting.Redis;

/// <summary>The scripts that take permits: one for each algorithm, which takes from one counter, and one for several counters of any.</summary>
internal static class RedisTakeScripts
{
    private const string Head = "take.head.lua";

    private static readonly RedisScript[] One =
        [.. Enum.GetValues<RateLimitAlgorithm>().Select(algorithm => RedisScript.Of(RedisScript.Read(Head), Algorithm(algorithm), RedisScript.Read("take.one.lua")))];

    private static readonly RedisScript Group = RedisScript.Of(
        [
            RedisScript.Read(Head),
            "local algorithms = {}",
            .. Enum.GetValues<RateLimitAlgorithm>().Select(algorithm => $$"""
                do
                {{Algorithm(algorithm)}}
                algorithms.{{RuleCounter.NameOf(algorithm)}} = { look = look, retry_at = retry_at, reset_at = reset_at, take = take }
                end
                """),
            RedisScript.Read("take.group.lua"),
        ]);

    public static IEnumerable<RedisScript> All => [.. One, Group];

    public static RedisScript For(IReadOnlyList<RuleCounter> counters) => counters is [var only] ? One[(int)only.Limit.Algorithm] : Group;

    private static string Algorithm(RateLimitAlgorithm algorithm) => RedisScript.Read($"take.{RuleCounter.NameOf(algorithm)}.lua");
}
