using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.Tests.RateLimiting.Checking;

/// <summary>How a check is decided: by whom, in which order, with how many round trips.</summary>
public sealed class RateLimiterTests
{
    private static readonly RateLimitCaller Ann = new("ann", "key-1", "192.0.2.1", new Dictionary<string, string> { ["x-tenant"] = "acme" });
    private static readonly RateLimitCaller Bob = new("bob");

    private readonly ManualClock clock = new(SampleRules.Start);
    private readonly ObservedCounterStore store;
    private readonly LimiterInstance limiter;

    public RateLimiterTests()
    {
        store = new ObservedCounterStore(new MemoryCounterStore(1_000, clock));
        limiter = new LimiterInstance(store, clock);
    }

    [Fact]
    public async Task Allows_what_no_rule_is_for_without_asking()
    {
        var decision = await limiter.CheckAsync();
        Assert.Equal((RateLimitStatus.Allowed, null, 0), (decision.Status, decision.Reported, store.Takes));
    }

    [Fact]
    public async Task Makes_one_round_trip_for_all_rules_of_an_identity_and_none_while_it_is_denied()
    {
        limiter.Use(SampleRules.Rule(requests: 1, id: "a"), SampleRules.Rule(requests: 2, unit: RateLimitUnit.Hour, id: "b"));
        Assert.True(await limiter.IsAllowedAsync());
        Assert.False(await limiter.IsAllowedAsync());
        Assert.Equal(2, store.Takes);
        for (var i = 0; i < 100; i++)
        {
            var check = limiter.CheckAsync();
            Assert.True(check.IsCompletedSuccessfully);
            Assert.Equal(RateLimitStatus.Denied, (await check).Status);
        }

        Assert.Equal((2, 100), (store.Takes, limiter.Measured(RateLimitMetrics.RememberedDenials)));
    }

    [Fact]
    public async Task Tells_a_denied_caller_at_any_time_exactly_how_long_to_wait()
    {
        limiter.Use(SampleRules.Rule(requests: 1));
        await limiter.CheckAsync();
        foreach (var left in new[] { 60, 59, 10, 1 })
        {
            clock.Now = SampleRules.Start.AddSeconds(60 - left);
            var denied = await limiter.CheckAsync();
            Assert.Equal((TimeSpan.FromSeconds(left), 0), (denied.Reported!.RetryAfter, denied.Reported.Remaining));
        }

        clock.Advance(999_999);
        Assert.False(await limiter.IsAllowedAsync());
        clock.Advance(1);
        Assert.True(await limiter.IsAllowedAsync());
    }

    [Fact]
    public async Task Asks_again_once_the_rule_has_changed()
    {
        var rule = SampleRules.Rule(requests: 1);
        limiter.Use(rule);
        await limiter.CheckAsync();
        Assert.False(await limiter.IsAllowedAsync());
        limiter.Use(rule with { Requests = 2, Revision = "next" });
        Assert.True(await limiter.IsAllowedAsync());
        Assert.False(await limiter.IsAllowedAsync());
    }

    [Fact]
    public async Task Remembers_no_denial_of_a_higher_cost_and_serves_none_from_memory()
    {
        limiter.Use(SampleRules.Rule(requests: 3));
        Assert.True(await limiter.IsAllowedAsync(cost: 2));
        Assert.False(await limiter.IsAllowedAsync(cost: 2));
        Assert.True(await limiter.IsAllowedAsync());
        Assert.False(await limiter.IsAllowedAsync());
        Assert.False(await limiter.IsAllowedAsync(cost: 2));
        Assert.Equal(5, store.Takes);
    }

    [Fact]
    public async Task A_peek_takes_nothing_and_is_denied_from_memory_too()
    {
        limiter.Use(SampleRules.Rule(requests: 1));
        Assert.True(await limiter.IsAllowedAsync(peek: true));
        Assert.True(await limiter.IsAllowedAsync());
        Assert.False(await limiter.IsAllowedAsync(peek: true));
        Assert.False(await limiter.IsAllowedAsync(peek: true));
        Assert.Equal(3, store.Takes);
    }

    [Fact]
    public async Task Asks_the_narrowest_identity_first_and_no_wider_one_once_it_is_denied()
    {
        limiter.Use([.. Enum.GetValues<IdentityKind>().Reverse().Select(Rule)]);
        await limiter.CheckAsync(Ann);
        Assert.Equal(Enum.GetValues<IdentityKind>(), store.Queries.Select(query => query.Group.Identity.Kind));
        store.Queries.Clear();
        Assert.Equal("User", (await limiter.CheckAsync(Ann)).Reported!.Rule.Id);
        Assert.Equal([IdentityKind.User], store.Queries.Select(query => query.Group.Identity.Kind));

        static RateLimitRule Rule(IdentityKind kind) =>
            SampleRules.Rule(requests: 1 + (int)kind, id: kind.ToString(), identifyBy: kind) with { Header = kind == IdentityKind.Header ? "x-tenant" : null };
    }

    [Fact]
    public async Task Gives_back_what_narrower_rules_took_when_a_wider_one_denies()
    {
        limiter.Use(
            SampleRules.Rule(requests: 5, id: "user"),
            SampleRules.Rule(requests: 5, id: "dry", mode: RuleMode.DryRun),
            SampleRules.Rule(requests: 1, id: "all", identifyBy: IdentityKind.Global));
        await limiter.CheckAsync(Ann);
        var denied = await limiter.CheckAsync(Bob);
        Assert.Equal([("user", true, 5L), ("all", false, 0L)], denied.Outcomes.Select(outcome => (outcome.Rule.Id, outcome.Allowed, outcome.Remaining)));
        Assert.Equal([1L, 1L], Assert.Single(store.Refunds).Select(grant => grant.Permits));
        limiter.Use(SampleRules.Rule(requests: 5, id: "user"));
        Assert.Equal(4, (await limiter.CheckAsync(Bob)).Reported!.Remaining);
    }

    [Theory]
    [InlineData(IdentityKind.User)]
    [InlineData(IdentityKind.Global)]
    public async Task Remembers_a_denial_for_a_second_only_and_says_the_counters_time_all_the_while(IdentityKind kind)
    {
        limiter.Use(SampleRules.Rule(requests: 1, unit: RateLimitUnit.Hour, id: "denies", identifyBy: kind), SampleRules.Rule(requests: 10, id: "other", identifyBy: IdentityKind.ApiKey));
        clock.Advance(30 * 60 * 1_000_000L);
        await limiter.CheckAsync(Ann);
        for (var second = 0; second < 5; second++)
        {
            var asked = store.Takes;
            Assert.Equal(("denies", 1_800 - second), await WaitAsync());
            Assert.NotEqual(asked, store.Takes);
            asked = store.Takes;
            clock.Advance(999_999);
            Assert.Equal(("denies", 1_799 - second), await WaitAsync());
            Assert.Equal(asked, store.Takes);
            clock.Advance(1);
        }

        async Task<(string Rule, int Seconds)> WaitAsync()
        {
            var denied = await limiter.CheckAsync(Ann);
            Assert.False(denied.Allowed);
            return (denied.Reported!.Rule.Id, (int)denied.Reported.RetryAfter!.Value.TotalSeconds);
        }
    }

    [Fact]
    public async Task Says_how_long_a_sliced_rule_denies_from_memory_too()
    {
        limiter.Use(SampleRules.Rule(RateLimitAlgorithm.FixedWindow, requests: 400_000, identifyBy: IdentityKind.Global));
        Assert.True(await limiter.IsAllowedAsync(cost: 400_000));
        clock.Advance(1_000_000);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(TimeSpan.FromSeconds(59), (await limiter.CheckAsync()).Reported!.RetryAfter);
        }
    }

    [Fact]
    public async Task Of_several_rules_that_deny_reports_the_one_that_denies_for_longest_from_memory_too()
    {
        limiter.Use(SampleRules.Rule(requests: 1, id: "a-minute"), SampleRules.Rule(requests: 1, unit: RateLimitUnit.Day, id: "b-day"));
        await limiter.CheckAsync();
        for (var i = 0; i < 3; i++)
        {
            var denied = await limiter.CheckAsync();
            Assert.Equal(("b-day", TimeSpan.FromHours(14), 2), (denied.Reported!.Rule.Id, denied.Reported.RetryAfter, denied.Outcomes.Count));
        }
    }

    [Fact]
    public async Task Counts_by_rule_what_was_denied_and_what_came_near_the_limit()
    {
        limiter.Use(SampleRules.Rule(requests: 10, id: "near"));
        for (var i = 0; i < 12; i++)
        {
            await limiter.CheckAsync();
        }

        Assert.Equal((2, 2), (limiter.Measured(RateLimitMetrics.Denied, "near"), limiter.Measured(RateLimitMetrics.NearLimit, "near")));
    }

    [Fact]
    public async Task Reports_the_rule_with_least_remaining()
    {
        limiter.Use(SampleRules.Rule(requests: 9, id: "a"), SampleRules.Rule(requests: 4, id: "b"), SampleRules.Rule(requests: 7, id: "c", identifyBy: IdentityKind.Global));
        Assert.Equal(("b", 3), await ReportedAsync(1));
        Assert.Equal(("b", 2), await ReportedAsync(1));

        async Task<(string Rule, long Remaining)> ReportedAsync(long cost)
        {
            var reported = (await limiter.CheckAsync(cost: cost)).Reported!;
            return (reported.Rule.Id, reported.Remaining);
        }
    }

    [Fact]
    public async Task A_dry_run_is_measured_and_denies_nobody()
    {
        limiter.Use(SampleRules.Rule(requests: 1, id: "dry", mode: RuleMode.DryRun), SampleRules.Rule(requests: 3, id: "real"));
        for (var i = 0; i < 3; i++)
        {
            var decision = await limiter.CheckAsync();
            Assert.Equal((true, "real"), (decision.Allowed, Assert.Single(decision.Outcomes).Rule.Id));
        }

        Assert.Equal((1, 2), (limiter.Measured(RateLimitMetrics.DryRuns, "allowed"), limiter.Measured(RateLimitMetrics.DryRuns, "denied")));
        Assert.False(await limiter.IsAllowedAsync());
    }

    [Fact]
    public async Task A_dry_run_alone_allows_and_makes_no_cost_too_high()
    {
        limiter.Use(SampleRules.Rule(requests: 1, mode: RuleMode.DryRun));
        var decision = await limiter.CheckAsync(cost: 50);
        Assert.Equal((true, null), (decision.Allowed, decision.Reported));
    }

    [Theory]
    [InlineData(0, 10, 5)]
    [InlineData(-1, 10, 5)]
    [InlineData(11, 10, 10)]
    [InlineData(6, 10, 5)]
    [InlineData(long.MaxValue, 10, 5)]
    public async Task Refuses_a_cost_that_no_wait_would_help(long cost, long requests, long burst)
    {
        limiter.Use(SampleRules.Rule(burst == requests ? RateLimitAlgorithm.FixedWindow : RateLimitAlgorithm.TokenBucket, requests, burst: burst));
        var decision = await limiter.CheckAsync(cost: cost);
        Assert.Equal((RateLimitStatus.Invalid, 0), (decision.Status, store.Takes));
        Assert.Equal(["cost"], decision.Errors!.ToDictionary().Keys);
    }

    [Fact]
    public async Task Decides_a_batch_in_order_with_a_round_trip_each()
    {
        limiter.Use(SampleRules.Rule(requests: 2));
        RateLimitCheck[] checks = [.. Enumerable.Range(0, 5).Select(_ => LimiterInstance.Check(Ann)), LimiterInstance.Check(Bob), LimiterInstance.Check(new RateLimitCaller())];
        var decisions = await limiter.CheckAsync(checks);
        Assert.Equal(
            [RateLimitStatus.Allowed, RateLimitStatus.Allowed, RateLimitStatus.Denied, RateLimitStatus.Denied, RateLimitStatus.Denied, RateLimitStatus.Allowed, RateLimitStatus.Invalid],
            decisions.Select(decision => decision.Status));
    }

    [Fact]
    public async Task Sends_the_checks_of_a_batch_without_waiting_for_the_first()
    {
        limiter.Use(SampleRules.Rule(requests: 2));
        store.Held = new TaskCompletionSource();
        var deciding = limiter.CheckAsync([.. Enumerable.Range(0, 100).Select(i => LimiterInstance.Check(new RateLimitCaller($"user-{i}")))]);
        Assert.Equal(100, store.Takes);
        store.Held.SetResult();
        Assert.All(await deciding, decision => Assert.True(decision.Allowed));
    }

    [Fact]
    public async Task Refuses_a_batch_of_more_than_a_hundred() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await limiter.CheckAsync([.. Enumerable.Repeat(LimiterInstance.Check(), 101)]));
}
