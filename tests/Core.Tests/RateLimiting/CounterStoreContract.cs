using CsCheck;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>What every <see cref="ICounterStore"/> does.</summary>
public abstract class CounterStoreContract
{
    private const int Histories = 300;

    public static TheoryData<RateLimitAlgorithm> AllAlgorithms => [.. SampleRules.Algorithms];

    /// <summary>The clock that the store under test counts by.</summary>
    protected ManualClock Clock { get; } = new(SampleRules.Start);

    /// <summary>The store under test, one for the whole test.</summary>
    protected abstract ICounterStore Store { get; }

    [Fact]
    public Task Agrees_with_the_reference_at_every_step_of_any_history() =>
        CounterHistory.Any.SampleAsync(history => new CounterHistoryRun(Store, Clock).RunAsync(history), iter: Histories, threads: 1);

    [Theory]
    [MemberData(nameof(AllAlgorithms))]
    public async Task Admits_as_many_as_the_limit_and_after_the_wait_the_next(RateLimitAlgorithm algorithm)
    {
        var query = Query(SampleRules.Rule(algorithm, requests: 3));
        for (var left = 2; left >= 0; left--)
        {
            Assert.Equal((true, left), await TakeAsync(query));
        }

        var denied = (await Store.TakeAsync(query))[0];
        Assert.False(denied.Allowed);
        Clock.Advance(denied.RetryAfter - 1);
        Assert.False((await Store.TakeAsync(query))[0].Allowed);
        Clock.Advance(1);
        Assert.True((await Store.TakeAsync(query))[0].Allowed);
    }

    [Fact]
    public async Task Takes_from_no_counter_when_one_denies()
    {
        var query = Query(SampleRules.Rule(requests: 5, id: "wide"), SampleRules.Rule(requests: 1, id: "narrow"), SampleRules.Rule(requests: 5, id: "dry", mode: RuleMode.DryRun));
        await Store.TakeAsync(query);
        var denied = await Store.TakeAsync(query);
        Assert.Equal([(true, 4L), (false, 0L), (true, 4L)], denied.Select(reading => (reading.Allowed, reading.Remaining)));
    }

    [Fact]
    public async Task A_dry_run_denies_nobody()
    {
        var query = Query(SampleRules.Rule(requests: 5, id: "enforced"), SampleRules.Rule(requests: 1, id: "dry", mode: RuleMode.DryRun));
        await Store.TakeAsync(query);
        var second = await Store.TakeAsync(query);
        Assert.Equal([(true, 1L, 3L), (false, 0L, 0L)], second.Select(reading => (reading.Allowed, reading.Taken, reading.Remaining)));
    }

    [Theory]
    [MemberData(nameof(AllAlgorithms))]
    public async Task A_peek_takes_nothing(RateLimitAlgorithm algorithm)
    {
        var query = Query(SampleRules.Rule(algorithm, requests: 3));
        Assert.Equal((true, 3), await TakeAsync(query with { Peek = true }));
        Assert.Equal((true, 2), await TakeAsync(query));
        Assert.Equal((true, 2), await TakeAsync(query with { Peek = true }));
    }

    [Theory]
    [MemberData(nameof(AllAlgorithms))]
    public async Task Gives_back_what_was_taken(RateLimitAlgorithm algorithm)
    {
        var query = Query(SampleRules.Rule(algorithm, requests: 10));
        var first = await Store.TakeAsync(query with { Cost = 4, Most = 4 });
        await Store.TakeAsync(query with { Cost = 3, Most = 3 });
        Assert.Equal(4, Assert.Single(await Store.RefundAsync(query.Group, [new Grant(first[0].Time, 4)])));
        Assert.Equal((true, 6), await TakeAsync(query));
    }

    [Theory]
    [MemberData(nameof(AllAlgorithms))]
    public async Task Takes_what_is_there_up_to_the_most(RateLimitAlgorithm algorithm)
    {
        var query = Query(SampleRules.Rule(algorithm, requests: 10));
        Assert.Equal(7, (await Store.TakeAsync(query with { Most = 7 }))[0].Taken);
        Assert.Equal(3, (await Store.TakeAsync(query with { Most = 7 }))[0].Taken);
        Assert.Equal(0, (await Store.TakeAsync(query with { Most = 7 }))[0].Taken);
    }

    [Fact]
    public async Task Keeps_counters_when_the_limit_changes_and_starts_anew_with_another_algorithm_unit_or_place()
    {
        var rule = SampleRules.Rule(requests: 3);
        var query = Query(rule);
        await Store.TakeAsync(query with { Cost = 3, Most = 3 });
        Assert.Equal((true, 6), await TakeAsync(Instead(query, rule with { Requests = 10 })));
        Assert.Equal((false, 0), await TakeAsync(Instead(query, rule with { Requests = 2 })));
        Assert.Equal((true, 2), await TakeAsync(Instead(query, rule with { TimeUnit = RateLimitUnit.Hour })));
        Assert.Equal((true, 2), await TakeAsync(Instead(query, rule with { Api = "another" })));
        Assert.Equal((true, 2), await TakeAsync(Instead(query, rule with { Op = "another" })));
        Assert.Equal((true, 2), await TakeAsync(Instead(query, rule with { Algorithm = RateLimitAlgorithm.SlidingWindowLog })));
    }

    [Theory]
    [InlineData(RateLimitUnit.Week, "2026-11-29T23:59:59Z", "2026-11-30T00:00:00Z", "2026-12-07T00:00:00Z")]
    [InlineData(RateLimitUnit.Month, "2026-11-30T23:59:59Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData(RateLimitUnit.Month, "2028-02-28T12:00:00Z", "2028-03-01T00:00:00Z", "2028-04-01T00:00:00Z")]
    [InlineData(RateLimitUnit.Month, "2100-02-28T12:00:00Z", "2100-03-01T00:00:00Z", "2100-04-01T00:00:00Z")]
    public async Task A_week_ends_with_its_sunday_and_a_month_with_its_last_day(RateLimitUnit unit, string before, string next, string afterNext)
    {
        var query = Query(SampleRules.Rule(requests: 1, unit: unit));
        foreach (var (at, end) in new[] { (before, next), (next, afterNext) })
        {
            Clock.Now = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
            var taken = Assert.Single(await Store.TakeAsync(query));
            var denied = Assert.Single(await Store.TakeAsync(query));
            var left = DateTimeOffset.Parse(end, System.Globalization.CultureInfo.InvariantCulture) - Clock.Now;
            Assert.Equal((true, left, false, left), (taken.Allowed, TimeSpan.FromMicroseconds(taken.ResetAfter), denied.Allowed, TimeSpan.FromMicroseconds(denied.RetryAfter)));
        }
    }

    [Theory]
    [MemberData(nameof(AllAlgorithms))]
    public async Task Forgets_what_is_reset_and_nothing_else(RateLimitAlgorithm algorithm)
    {
        var query = Query(SampleRules.Rule(algorithm, requests: 3, id: "a"), SampleRules.Rule(algorithm, requests: 3, id: "b"));
        await Store.TakeAsync(query with { Cost = 3, Most = 3 });
        await Store.ResetAsync(query.Group with { Counters = [query.Counters[0]] });
        Assert.Equal([3, 0], (await Store.TakeAsync(query with { Peek = true })).Select(answer => answer.Remaining));
    }

    [Fact]
    public async Task Keeps_identities_apart()
    {
        var query = Query(SampleRules.Rule(requests: 1));
        Assert.Equal((true, 0), await TakeAsync(query));
        Assert.Equal((true, 0), await TakeAsync(query with { Group = query.Group with { Identity = SampleRules.NewIdentity() } }));
        Assert.Equal((false, 0), await TakeAsync(query));
    }

    protected static CounterQuery Query(params RateLimitRule[] rules) =>
        new(new IdentityGroup(SampleRules.NewIdentity(), [.. rules.Select(rule => new RuleCounter(rule))]), cost: 1);

    private static CounterQuery Instead(CounterQuery query, RateLimitRule rule) => query with { Group = query.Group with { Counters = [new RuleCounter(rule)] } };

    private async Task<(bool Allowed, long Remaining)> TakeAsync(CounterQuery query)
    {
        var reading = (await Store.TakeAsync(query))[0];
        return (reading.Allowed, reading.Remaining);
    }
}
