using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Counting;

namespace Serverless.HotPaths;

/// <summary>Someone who asks 100 times a second and may ask 120 times: always let through, and a log holds 100 entries.</summary>
internal sealed class SteadyCaller
{
    private const long PerSecond = 100;
    private const long Limit = 120;
    private const long Step = 1_000_000 / PerSecond;
    private const long Start = 1_800_000_000_000_000;

    private readonly CounterState?[] states = [null];
    private readonly CounterQuery query;
    private long now = Start;

    public SteadyCaller(RateLimitAlgorithm algorithm)
    {
        var rule = HotRules.Of("steady", algorithm, RateLimitUnit.Second, Limit);
        query = new CounterQuery(new IdentityGroup(IdentityHash.Of(IdentityKind.User, HotRules.User), [new RuleCounter(rule)]), 1);
        for (var i = 0; i < 2 * PerSecond; i++)
        {
            Ask();
        }
    }

    /// <summary>The decision, by the function that every counter store is held to.</summary>
    /// <exception cref="InvalidOperationException">It was denied.</exception>
    public CounterAnswer Ask()
    {
        now += Step;
        var reading = CounterGroup.Take(query, states, now)[0];
        return reading.Allowed ? reading : throw new InvalidOperationException($"Denied: {reading}");
    }
}
