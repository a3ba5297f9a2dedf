using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using StackExchange.Redis;

namespace Serverless.Core.RateLimiting.Counting.Redis;

/// <summary>The arguments of <see cref="RedisCounterScripts"/>: what is said of a counter is the same for all of its checks, and kept.</summary>
/// <param name="clock">Whose time is used instead of the server's; null for the server's.</param>
internal sealed class RedisCounterArguments(TimeProvider? clock)
{
    private static readonly ConditionalWeakTable<RuleCounter, RedisValue[]> Limits = [];

    /// <param name="field">The identity's, where its counters are packed; else nothing.</param>
    public RedisValue[] Take(CounterQuery query, RedisValue[] field)
    {
        var limits = query.Counters is [var only] ? LimitOf(only) : [.. query.Counters.SelectMany(OneOfSeveral)];
        return (clock is null, field.Length, query) switch
        {
            (true, 0, { Cost: 1, Most: 1, Peek: false }) => limits,
            (true, _, { Cost: 1, Most: 1, Peek: false }) => [.. limits, .. field],
            _ => [.. limits, .. field, query.Cost, query.Most, query.Peek, Now],
        };
    }

    /// <param name="grants">One for each counter.</param>
    /// <param name="field">As <see cref="Take"/>.</param>
    public RedisValue[] Refund(IdentityGroup group, IReadOnlyList<Grant> grants, RedisValue[] field) =>
    [
        .. group.Counters.Zip(grants).SelectMany(pair => (IEnumerable<RedisValue>)[.. OneOfSeveral(pair.First), pair.Second.Time, pair.Second.Permits]),
        .. field, 1, 1, false, Now,
    ];

    private RedisValue Now => clock is null ? "" : clock.GetUtcNow().ToUnixMicroseconds();

    private static IEnumerable<RedisValue> OneOfSeveral(RuleCounter counter) =>
        [RuleCounter.NameOf(counter.Rule.Algorithm), counter.IsEnforced, .. LimitOf(counter)];

    private static RedisValue[] LimitOf(RuleCounter counter) => Limits.GetValue(counter, static counter =>
    [
        Text(counter.Limit.Requests), Text(counter.Limit.Capacity), Text(counter.Limit.IsMonthly ? 0 : counter.Limit.Window), Text(counter.Limit.Tick),
    ]);

    // As bytes, which need no formatting to be sent.
    private static RedisValue Text(long number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
