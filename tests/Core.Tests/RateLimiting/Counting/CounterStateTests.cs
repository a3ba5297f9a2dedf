using CsCheck;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.Tests.RateLimiting.Counting;

/// <summary>What the reference promises of waits and windows, over any history.</summary>
public sealed class CounterStateTests
{
    [Fact]
    public void A_check_is_admitted_exactly_when_it_was_told_to_come_again() => ForEveryState((limit, state, cost) =>
    {
        if (cost <= state.Available(limit) || cost > limit.Capacity)
        {
            return;
        }

        var at = state.RetryAt(limit, cost);
        Assert.InRange(at, state.Time + 1, long.MaxValue);
        Assert.True(state.Advance(limit, at - 1).Available(limit) < cost, "Would have been admitted a microsecond earlier.");
        Assert.True(IsCut(limit, state, at) || state.Advance(limit, at).Available(limit) >= cost, "Is not admitted then.");
    });

    [Fact]
    public void Everything_is_there_again_exactly_at_the_reset() => ForEveryState((limit, state, _) =>
    {
        var at = state.ResetAt(limit);
        if (at == 0)
        {
            Assert.Equal(limit.Capacity, state.Available(limit));
            return;
        }

        Assert.InRange(at, state.Time + 1, long.MaxValue);
        Assert.True(state.Advance(limit, at - 1).Available(limit) < limit.Capacity, "Was there earlier.");
        Assert.True(IsCut(limit, state, at) || state.Advance(limit, at).Available(limit) == limit.Capacity, "Is not there then.");
    });

    [Fact]
    public void A_log_never_admits_more_than_its_limit_in_any_window() => ForEveryHistory(RateLimitAlgorithm.SlidingWindowLog, (limit, grants) =>
        Assert.All(grants, last => Assert.InRange(grants.Where(grant => grant.Time > last.Time - limit.Window && grant.Time <= last.Time).Sum(grant => grant.Cost), 0, limit.Requests)));

    [Fact]
    public void A_bucket_never_admits_more_than_its_burst_and_refill_between_any_two_moments() => ForEveryHistory(RateLimitAlgorithm.TokenBucket, (limit, grants) =>
    {
        for (var first = 0; first < grants.Count; first++)
        {
            Int128 sum = 0;
            foreach (var grant in grants.Skip(first))
            {
                sum += grant.Cost;
                var ticks = (grant.Time / limit.Tick) - (grants[first].Time / limit.Tick);
                Assert.True(sum * limit.WindowTicks <= ((Int128)limit.Burst * limit.WindowTicks) + ((Int128)ticks * limit.Requests));
            }
        }
    });

    [Fact]
    public void A_fixed_window_never_admits_more_than_its_limit_in_a_utc_unit() => ForEveryHistory(RateLimitAlgorithm.FixedWindow, (limit, grants) =>
        Assert.All(grants.GroupBy(grant => grant.Time / limit.Window), window => Assert.InRange(window.Sum(grant => grant.Cost), 0, limit.Requests)));

    [Fact]
    public void A_sliding_counter_never_admits_more_than_its_limit_in_a_utc_unit() => ForEveryHistory(RateLimitAlgorithm.SlidingWindowCounter, (limit, grants) =>
        Assert.All(grants.GroupBy(grant => grant.Time / limit.Window), window => Assert.InRange(window.Sum(grant => grant.Cost), 0, limit.Requests)));

    private static bool IsCut(CounterLimit limit, CounterState state, long at) => at - state.Time > TokenBucket.MaxWait - limit.Window;

    private static void ForEveryHistory(RateLimitAlgorithm algorithm, Action<CounterLimit, List<LogEntry>> check) => CounterHistory.Any.Sample(history =>
    {
        var limit = CounterLimit.Of(CounterHistory.Within(history.Rules[0] with { Algorithm = algorithm }));
        var grants = new List<LogEntry>();
        Play(history, limit, (state, cost) => grants.AddRange(cost <= state.Available(limit) ? [new LogEntry(state.Time, cost)] : Array.Empty<LogEntry>()));
        check(limit, grants);
    });

    private static void ForEveryState(Action<CounterLimit, CounterState, long> check) => CounterHistory.Any.Sample(history =>
    {
        var limit = CounterLimit.Of(history.Rules[0]);
        Play(history, limit, (state, cost) => check(limit, state, cost));
    });

    private static void Play(CounterHistory history, CounterLimit limit, Action<CounterState, long> see)
    {
        var now = history.Start;
        var state = CounterState.Start(limit, now);
        foreach (var step in history.Steps)
        {
            now += step.Passed;
            state = state.Advance(limit, now);
            var cost = Math.Max(1, (long)(step.Share * limit.Capacity));
            see(state, cost);
            state = cost <= state.Available(limit) ? state.Take(limit, cost) : state;
        }
    }
}
