using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using StackExchange.Redis;

namespace Serverless.Core.RateLimiting.Counting.Redis;

/// <summary>The arguments of <see cref="RedisTakeScripts"/>: what is said of a counter is the same for all of its checks, and kept.</summary>
internal static class RedisTakeArguments
{
    private static readonly ConditionalWeakTable<RuleCounter, RedisValue[]> Limits = [];

    /// <param name="clock">Whose time is used instead of the server's; null for the server's.</param>
    public static RedisValue[] Of(CounterQuery query, TimeProvider? clock)
    {
        var limits = LimitsOf(query.Counters);
        return clock is null && query is { Cost: 1, Most: 1, Peek: false }
            ? limits
            : [.. limits, query.Cost, query.Most, query.Peek, clock is null ? "" : clock.GetUtcNow().ToUnixMicroseconds()];
    }

    private static RedisValue[] LimitsOf(IReadOnlyList<RuleCounter> counters) =>
        counters is [var only] ? LimitOf(only) : [.. counters.SelectMany(OneOfSeveral)];

    private static IEnumerable<RedisValue> OneOfSeveral(RuleCounter counter) =>
        [RuleCounter.NameOf(counter.Rule.Algorithm), counter.IsEnforced, .. LimitOf(counter)];

    private static RedisValue[] LimitOf(RuleCounter counter) => Limits.GetValue(counter, static counter =>
        [Text(counter.Limit.Requests), Text(counter.Limit.Capacity), Text(counter.Limit.Window), Text(counter.Limit.Tick)]);

    // As bytes, which need no formatting to be sent.
    private static RedisValue Text(long number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
