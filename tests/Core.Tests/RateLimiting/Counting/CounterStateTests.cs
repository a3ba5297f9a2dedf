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
        Assert.All(grants, last => Assert.InRange(grants.Where(grant => grant.Time > last.Time - limit.Window && grant.Time <= last.Time).Sum(grant => grant.Permits), 0, limit.Requests)));

    [Fact]
    public void A_bucket_never_admits_more_than_its_burst_and_refill_between_any_two_moments() => ForEveryHistory(RateLimitAlgorithm.TokenBucket, (limit, grants) =>
    {
        for (var first = 0; first < grants.Count; first++)
        {
            Int128 sum = 0;
            foreach (var grant in grants.Skip(first))
            {
                sum += grant.Permits;
                var ticks = (grant.Time / limit.Tick) - (grants[first].Time / limit.Tick);
                Assert.True(sum * limit.WindowTicks <= ((Int128)limit.Burst * limit.WindowTicks) + ((Int128)ticks * limit.Requests));
            }
        }
    });

    [Fact]
    public void A_fixed_window_never_admits_more_than_its_limit_in_a_utc_unit() => ForEveryHistory(RateLimitAlgorithm.FixedWindow, (limit, grants) =>
        Assert.All(grants.GroupBy(grant => limit.WindowStart(grant.Time)), window => Assert.InRange(window.Sum(grant => grant.Permits), 0, limit.Requests)));

    [Fact]
    public void A_sliding_counter_never_admits_more_than_its_limit_in_a_utc_unit() => ForEveryHistory(RateLimitAlgorithm.SlidingWindowCounter, (limit, grants) =>
        Assert.All(grants.GroupBy(grant => limit.WindowStart(grant.Time)), window => Assert.InRange(window.Sum(grant => grant.Permits), 0, limit.Requests)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(1_000)]
    public void A_sliding_counter_gives_a_greedy_client_its_limit_in_every_window_and_no_longer_wait_than_two(long requests)
    {
        foreach (var unit in new[] { RateLimitUnit.Second, RateLimitUnit.Minute, RateLimitUnit.Hour, RateLimitUnit.Day })
        {
            var limit = CounterLimit.Of(SampleRules.Rule(RateLimitAlgorithm.SlidingWindowCounter, requests, unit));
            foreach (var phase in new[] { 0, limit.Window / 3, limit.Window - 1 })
            {
                var (admitted, longest) = PlayGreedily(limit, phase + (20_000 * limit.Window));
                Assert.InRange(admitted, (long)Math.Ceiling(0.95 * 12 * requests), (12 + 2) * requests);
                Assert.InRange(longest, 0, 2 * limit.Window);
            }
        }
    }

    [Fact]
    public void A_sliding_counter_gives_any_greedy_client_its_limit() => Gen.Select(Gen.Long[1, 10_000], Gen.Enum<RateLimitUnit>(), Gen.Double[0, 1]).Where(each => each.Item2 < RateLimitUnit.Week)
        .Sample(
            (requests, unit, phase) =>
            {
                var limit = CounterLimit.Of(SampleRules.Rule(RateLimitAlgorithm.SlidingWindowCounter, requests, unit));
                var (admitted, longest) = PlayGreedily(limit, (long)(phase * limit.Window) + (20_000 * limit.Window));
                return admitted >= 0.95 * 12 * requests && longest <= 2 * limit.Window;
            },
            iter: 200);

    [Fact]
    public void Weeks_begin_on_mondays_and_months_on_their_first_day() => Gen.DateTime[new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2199, 12, 31, 0, 0, 0, DateTimeKind.Utc)].Sample(time =>
    {
        var (week, month) = (Windows(RateLimitUnit.Week, time), Windows(RateLimitUnit.Month, time));
        Assert.Equal((DayOfWeek.Monday, TimeSpan.Zero, TimeSpan.FromDays(7)), (week.Start.DayOfWeek, week.Start.TimeOfDay, week.End - week.Start));
        Assert.Equal((new DateTime(time.Year, time.Month, 1), new DateTime(time.Year, time.Month, 1).AddMonths(1)), month);
        Assert.InRange(time, week.Start, week.End.AddTicks(-1));
        Assert.InRange(time, month.Start, month.End.AddTicks(-1));
    });

    private static (DateTime Start, DateTime End) Windows(RateLimitUnit unit, DateTime time)
    {
        var limit = CounterLimit.Of(SampleRules.Rule(RateLimitAlgorithm.FixedWindow, 1, unit));
        var now = (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        return (At(limit.WindowStart(now)), At(limit.WindowEnd(now)));

        static DateTime At(long microseconds) => new(DateTime.UnixEpoch.Ticks + (microseconds * TimeSpan.TicksPerMicrosecond));
    }

    // Takes what there is, and comes again exactly when it is told to.
    private static (long Admitted, long Longest) PlayGreedily(CounterLimit limit, long start)
    {
        var (state, admitted, longest) = (CounterState.Start(limit, start), 0L, 0L);
        for (var now = start; now < start + (12 * limit.Window);)
        {
            state = state.Advance(limit, now);
            var free = state.Available(limit);
            state = state.Take(limit, free);
            admitted += free;
            var next = state.RetryAt(limit, 1);
            longest = Math.Max(longest, next - now);
            now = next;
        }

        return (admitted, longest);
    }

    private static bool IsCut(CounterLimit limit, CounterState state, long at) => at - state.Time > TokenBucket.MaxWait - limit.Window;

    private static void ForEveryHistory(RateLimitAlgorithm algorithm, Action<CounterLimit, List<Grant>> check) => CounterHistory.Any.Sample(history =>
    {
        var limit = CounterLimit.Of(CounterHistory.Within(history.Rules[0] with { Algorithm = algorithm }));
        var grants = new List<Grant>();
        Play(history, limit, (state, cost) => grants.AddRange(cost <= state.Available(limit) ? [new Grant(state.Time, cost)] : Array.Empty<Grant>()));
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
