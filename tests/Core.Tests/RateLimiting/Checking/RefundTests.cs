using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.Tests.RateLimiting.Checking;

/// <summary>What checks took is given back, and counters are reset.</summary>
public sealed class RefundTests
{
    private static readonly RateLimitCaller Ann = new("ann");

    private readonly ManualClock clock = new(SampleRules.Start.AddSeconds(10));
    private readonly ObservedCounterStore store;
    private readonly LimiterInstance limiter;

    public RefundTests()
    {
        store = new ObservedCounterStore(new MemoryCounterStore(1_000, clock));
        limiter = new LimiterInstance(store, clock);
    }

    public static TheoryData<RateLimitAlgorithm> AllAlgorithms => [.. SampleRules.Algorithms];

    [Theory]
    [MemberData(nameof(AllAlgorithms))]
    public async Task Gives_back_what_a_check_took_at_its_time(RateLimitAlgorithm algorithm)
    {
        limiter.Use(SampleRules.Rule(algorithm, requests: 5));
        var taken = await limiter.CheckAsync(Ann, cost: 5);
        clock.Advance(1_000_000);
        Assert.False(await limiter.IsAllowedAsync(Ann, cost: 5));
        // What has come back to a bucket meanwhile can't be given back as well.
        Assert.InRange(Assert.Single((await RefundAsync(5, taken.TakenAt!.Value)).Returned).Permits, algorithm == RateLimitAlgorithm.TokenBucket ? 4 : 5, 5);
        Assert.True(await limiter.IsAllowedAsync(Ann, cost: 5));
    }

    [Theory]
    [MemberData(nameof(AllAlgorithms))]
    public async Task Gives_back_nothing_of_a_window_that_is_over(RateLimitAlgorithm algorithm)
    {
        limiter.Use(SampleRules.Rule(algorithm, requests: 5, burst: algorithm == RateLimitAlgorithm.TokenBucket ? 100 : 5));
        var taken = await limiter.CheckAsync(Ann, cost: 3);
        clock.Advance(121_000_000);
        await limiter.CheckAsync(Ann, cost: 2);
        Assert.Equal([("rule", 0)], (await RefundAsync(3, taken.TakenAt!.Value)).Returned);
    }

    [Theory]
    [MemberData(nameof(AllAlgorithms))]
    public async Task Never_gives_back_more_than_makes_it_full(RateLimitAlgorithm algorithm)
    {
        limiter.Use(SampleRules.Rule(algorithm, requests: 5));
        var at = (await limiter.CheckAsync(Ann)).TakenAt!.Value;
        await RefundAsync(5, at);
        await RefundAsync(5, at);
        Assert.InRange((await limiter.CheckAsync(Ann, peek: true)).Reported!.Remaining, 4, 5);
    }

    [Fact]
    public async Task Gives_back_to_the_rules_of_every_identity()
    {
        limiter.Use(SampleRules.Rule(RateLimitAlgorithm.SlidingWindowLog, requests: 5, id: "user"), SampleRules.Rule(requests: 9, id: "all", identifyBy: IdentityKind.Global));
        var taken = await limiter.CheckAsync(Ann, cost: 2);
        Assert.Equal([("user", 2), ("all", 2)], (await RefundAsync(2, taken.TakenAt!.Value)).Returned);
        Assert.Equal([5, 9], (await limiter.CheckAsync(Ann, peek: true)).Outcomes.Select(outcome => outcome.Remaining));
    }

    [Fact]
    public async Task Ends_the_remembered_denial_here_at_once_and_elsewhere_within_a_second()
    {
        var other = new LimiterInstance(store, clock);
        var rule = SampleRules.Rule(requests: 1, unit: RateLimitUnit.Day);
        limiter.Use(rule);
        other.Use(rule);
        var at = (await limiter.CheckAsync(Ann)).TakenAt!.Value;
        Assert.False(await limiter.IsAllowedAsync(Ann));
        Assert.False(await other.IsAllowedAsync(Ann));
        await RefundAsync(1, at);
        Assert.True(await limiter.IsAllowedAsync(Ann, peek: true));
        Assert.False(await other.IsAllowedAsync(Ann));
        clock.Advance(1_000_000);
        Assert.True(await other.IsAllowedAsync(Ann));
    }

    [Fact]
    public async Task What_was_not_taken_from_the_shared_counters_names_no_time()
    {
        limiter.Use(SampleRules.Rule(requests: 1));
        Assert.Null((await limiter.CheckAsync(Ann, peek: true)).TakenAt);
        Assert.NotNull((await limiter.CheckAsync(Ann)).TakenAt);
        Assert.Null((await limiter.CheckAsync(Ann)).TakenAt);
        store.Failure = new CounterStoreUnavailableException();
        Assert.Null((await limiter.CheckAsync(new RateLimitCaller("bob"))).TakenAt);
    }

    [Theory]
    [MemberData(nameof(AllAlgorithms))]
    public async Task A_decision_that_does_not_count_is_given_back_whole(RateLimitAlgorithm algorithm)
    {
        limiter.Use(SampleRules.Rule(algorithm, requests: 5, id: "user"), SampleRules.Rule(algorithm, requests: 9, id: "all", identifyBy: IdentityKind.Global));
        limiter.Refund(await limiter.CheckAsync(Ann, cost: 4));
        Assert.Equal([5, 9], (await limiter.CheckAsync(Ann, peek: true)).Outcomes.Select(outcome => outcome.Remaining));
    }

    [Fact]
    public async Task A_degraded_decision_is_given_back_where_it_was_counted()
    {
        limiter.Use(SampleRules.Rule(requests: 5));
        store.Failure = new CounterStoreUnavailableException();
        limiter.Refund(await limiter.CheckAsync(Ann, cost: 4));
        Assert.Equal((5, 0), ((await limiter.CheckAsync(Ann, peek: true)).Reported!.Remaining, store.Refunds.Count));
    }

    [Theory]
    [MemberData(nameof(AllAlgorithms))]
    public async Task A_reset_counter_begins_anew_whatever_plan_the_caller_has(RateLimitAlgorithm algorithm)
    {
        var rule = SampleRules.Rule(algorithm, requests: 2) with { Plans = new Dictionary<string, PlanLimit> { ["gold"] = new(3, 3) } };
        limiter.Use(rule);
        await limiter.CheckAsync(Ann with { Plan = "gold" }, cost: 3);
        Assert.False(await limiter.IsAllowedAsync(Ann with { Plan = "gold" }));
        Assert.False((await limiter.Counters.ResetAsync(rule, Ann)).IsUnavailable);
        Assert.Equal(2, (await limiter.CheckAsync(Ann with { Plan = "gold" })).Reported!.Remaining);
        Assert.Equal(2, (await limiter.Counters.FindAsync(rule, Ann with { Plan = "gold" })).Outcome!.Remaining);
    }

    [Fact]
    public async Task Says_so_when_the_counters_cannot_be_asked()
    {
        var rule = SampleRules.Rule();
        limiter.Use(rule);
        store.Failure = new CounterStoreUnavailableException();
        Assert.True((await limiter.Counters.FindAsync(rule, Ann)).IsUnavailable);
        Assert.True((await limiter.Counters.ResetAsync(rule, Ann)).IsUnavailable);
        Assert.True((await RefundAsync(1, SampleRules.Start)).IsUnavailable);
    }

    private Task<CounterResult> RefundAsync(long cost, DateTimeOffset at) => limiter.Counters.RefundAsync(LimiterInstance.Check(Ann, cost), at);
}
