using Serverless.Core.Redis;

namespace Serverless.Core.RateLimiting.Counting.Redis;

/// <summary>The scripts that count: one for each algorithm, which takes from one counter, one that takes from several counters of any, one that gives back, and one that forgets.</summary>
internal sealed class RedisCounterScripts
{
    private const string Get = "call('GET', c.key)";
    private const string Set = "call('SET', c.key, ";
    private const string Expiry = ", 'PX', format('%d', floor((reset_at(c) - clock) / 1000) + extra)";

    private static readonly string Head = RedisScript.Read("take.head.lua");

    private readonly bool isPacked;
    private readonly RedisScript[] one;
    private readonly RedisScript several;

    private RedisCounterScripts(bool isPacked)
    {
        this.isPacked = isPacked;
        one = [.. Enum.GetValues<RateLimitAlgorithm>().Select(algorithm => Of("4", Algorithm(algorithm), RedisScript.Read("take.one.lua")))];
        several = OfAllAlgorithms("#KEYS * 6", "", "take.group.lua");
        Refund = OfAllAlgorithms(
            "#KEYS * 8",
            isPacked ? "local function keep_counter(c, state) call('HSET', c.key, field, state) end" : "local function keep_counter(c, state) call('SET', c.key, state, 'KEEPTTL') end",
            "refund.lua");
        Reset = RedisScript.Of(isPacked
            ? $"for _, key in ipairs(KEYS) do if #key == {RedisCounterKeys.PackedLength} then redis.call('HDEL', key, ARGV[1]) else redis.call('DEL', key) end end"
            : "for _, key in ipairs(KEYS) do redis.call('DEL', key) end");
    }

    /// <summary>Of counters that are each a key.</summary>
    public static RedisCounterScripts Plain { get; } = new(isPacked: false);

    /// <summary>Of counters that share hashes where they can: the argument after what they allow is the identity's field.</summary>
    public static RedisCounterScripts Packed { get; } = new(isPacked: true);

    /// <summary>Gives back what was taken of any counters.</summary>
    public RedisScript Refund { get; }

    /// <summary>Forgets what counters have counted.</summary>
    public RedisScript Reset { get; }

    public IEnumerable<RedisScript> All => [.. one, several, Refund, Reset];

    /// <summary>Takes from these counters.</summary>
    public RedisScript For(IReadOnlyList<RuleCounter> counters) => counters is [var only] ? one[(int)only.Limit.Algorithm] : several;

    private RedisScript OfAllAlgorithms(string limits, string functions, string end) => Of(
    [
        limits,
        "local algorithms = {}",
        .. Enum.GetValues<RateLimitAlgorithm>().Select(algorithm => $$"""
            do
            {{Algorithm(algorithm)}}
            algorithms.{{RuleCounter.NameOf(algorithm)}} = { look = look, retry_at = retry_at, reset_at = reset_at, take = take{{(HasState(algorithm) ? ", state = state" : "")}} }
            end
            """),
        functions,
        RedisScript.Read(end),
    ]);

    // Those whose state is a value have a function that makes it, which a refund needs too.
    private static bool HasState(RateLimitAlgorithm algorithm) => algorithm != RateLimitAlgorithm.SlidingWindowLog;

    // First how many arguments say what counters allow. The head reads those after them, and after the field of packed ones.
    private RedisScript Of(params string[] parts) => isPacked
        ? RedisScript.Of([$"local options = {parts[0]} + 1", Head, RedisScript.Read("take.packed.lua"), .. parts[1..]])
        : RedisScript.Of([$"local options = {parts[0]}", Head, .. parts[1..]]);

    // The algorithms are written for keys of their own; packed ones read and write a field, which expires with its hash. A
    // script pays for each function that it defines and calls, so there is none for both.
    private string Algorithm(RateLimitAlgorithm algorithm)
    {
        var text = RedisScript.Read($"take.{RuleCounter.NameOf(algorithm)}.lua");
        return isPacked && RedisCounterKeys.CanBePacked(algorithm)
            ? text.Replace(Get, "call('HGET', c.key, field)", StringComparison.Ordinal).Replace(Set, "put(c, ", StringComparison.Ordinal).Replace(Expiry, "", StringComparison.Ordinal)
            : text;
    }
}
