using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>Lets a history happen to a store and to the reference, and compares them after every step.</summary>
internal sealed class CounterHistoryRun(ICounterStore store, ManualClock clock)
{
    private readonly CallerIdentity identity = SampleRules.NewIdentity();
    private readonly List<Grant[]> grants = [];
    private RuleCounter[] counters = [];
    private CounterState?[] states = [];

    public async Task RunAsync(CounterHistory history)
    {
        clock.Now = DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(history.Start);
        counters = [.. history.Rules.Select(rule => new RuleCounter(rule))];
        states = new CounterState?[counters.Length];
        for (var i = 0; i < history.Steps.Length; i++)
        {
            clock.Advance(history.Steps[i].Passed);
            await RunAsync(history.Steps[i], i);
        }
    }

    private Task RunAsync(CounterHistory.Step step, int number) => step.Kind switch
    {
        CounterHistory.Kind.Take => TakeAsync(new(new IdentityGroup(identity, counters), CostOf(step)), number),
        CounterHistory.Kind.TakeUpToMore => TakeAsync(new(new IdentityGroup(identity, counters), CostOf(step), CostOf(step) + step.Pick, Peek: false), number),
        CounterHistory.Kind.Peek => TakeAsync(new(new IdentityGroup(identity, counters), CostOf(step), peek: true), number),
        CounterHistory.Kind.Refund => RefundAsync(step),
        _ => ChangeAsync(step),
    };

    private long CostOf(CounterHistory.Step step) => Math.Max(1, (long)(step.Share * counters.Min(counter => counter.Limit.Capacity)));

    private async Task TakeAsync(CounterQuery query, int number)
    {
        var expected = CounterGroup.Take(query, states, clock.Microseconds);
        var actual = await store.TakeAsync(query);
        Assert.True(expected.SequenceEqual(actual), $"Step {number} at {clock.Microseconds}: {query}\nexpected {string.Join(", ", expected)}\nactual   {string.Join(", ", actual)}\nafter {string.Join(", ", (object?[])states)}");
        if (expected.Any(answer => answer.Taken > 0))
        {
            grants.Add([.. actual.Select(answer => new Grant(answer.Time, answer.Taken))]);
        }
    }

    private async Task RefundAsync(CounterHistory.Step step)
    {
        if (grants.Count == 0)
        {
            return;
        }

        // The latest ones most often, as in life, but any; now and then once more, or in part, or at a time that is a little too early.
        var grant = grants[Math.Max(0, grants.Count - 1 - (step.Pick % 4))];
        grant = (step.Pick % 7) switch
        {
            0 => [.. grant.Select(each => each with { Permits = (each.Permits + 1) / 2 })],
            1 => [.. grant.Select(each => each with { Time = each.Time - step.Pick })],
            2 => grant,
            _ => Remove(grant),
        };
        var group = new IdentityGroup(identity, counters);
        Assert.Equal(CounterGroup.Refund(group, grant, states, clock.Microseconds), await store.RefundAsync(group, grant));
    }

    private Grant[] Remove(Grant[] grant)
    {
        grants.Remove(grant);
        return grant;
    }

    private Task ChangeAsync(CounterHistory.Step step)
    {
        var index = step.Pick % counters.Length;
        var rule = counters[index].Rule;
        var changed = CounterHistory.Within(step.Pick % 2 == 0
            ? rule with { Requests = Math.Max(1, (long)(rule.Requests * step.Share * 2)), Burst = rule.Burst }
            : rule with { Burst = Math.Max(1, (long)(rule.Burst * step.Share * 2)) });
        counters = [.. counters.Select((counter, i) => i == index ? new RuleCounter(changed) : counter)];
        return Task.CompletedTask;
    }
}
