using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Callers;
using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.Tests.RateLimiting.Checking;

/// <summary>What rules allow to callers of a plan, and whose plan it is.</summary>
public sealed class PlanTests
{
    private readonly ManualClock clock = new(SampleRules.Start);
    private readonly ObservedCounterStore store;
    private readonly LimiterInstance limiter;

    public PlanTests()
    {
        store = new ObservedCounterStore(new MemoryCounterStore(1_000, clock));
        limiter = new LimiterInstance(store, clock);
    }

    [Theory]
    [InlineData("gold", 5)]
    [InlineData("silver", 2)]
    [InlineData("other", 1)]
    [InlineData(null, 1)]
    public async Task Allows_what_the_plan_says_and_the_rule_to_all_others(string? plan, int allowed)
    {
        limiter.Use(Rule(("gold", new PlanLimit(5, 5)), ("silver", new PlanLimit(2, 2))));
        for (var left = allowed - 1; left >= 0; left--)
        {
            Assert.Equal((true, allowed, left), await LookAsync(new RateLimitCaller("ann", Plan: plan)));
        }

        Assert.Equal((false, allowed, 0), await LookAsync(new RateLimitCaller("ann", Plan: plan)));
    }

    [Fact]
    public async Task Counts_nothing_of_an_unlimited_plan()
    {
        limiter.Use(Rule(("partner", new PlanLimit(0, 0, Unlimited: true))));
        for (var i = 0; i < 10; i++)
        {
            var decision = await limiter.CheckAsync(new RateLimitCaller("ann", Plan: "partner"), cost: 1_000_000);
            Assert.Equal((true, null), (decision.Allowed, decision.Reported));
        }

        Assert.Equal(0, store.Takes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task Admits_nobody_of_a_plan_without_requests_whatever_it_costs_and_names_no_time(long cost)
    {
        limiter.Use(Rule(("blocked", new PlanLimit(0, 0))));
        var decision = await limiter.CheckAsync(new RateLimitCaller("ann", Plan: "blocked"), cost);
        Assert.Equal((RateLimitStatus.Denied, 0L, 0L, null), (decision.Status, decision.Reported!.Limit, decision.Reported.Remaining, decision.Reported.RetryAfter));
        Assert.Equal((0, 1), (store.Takes, limiter.Measured(RateLimitMetrics.Denied, "rule")));
    }

    [Fact]
    public async Task A_dry_run_blocks_nobody()
    {
        limiter.Use(Rule(("blocked", new PlanLimit(0, 0))) with { Mode = RuleMode.DryRun });
        Assert.True(await limiter.IsAllowedAsync(new RateLimitCaller("ann", Plan: "blocked")));
        Assert.Equal(1, limiter.Measured(RateLimitMetrics.DryRuns, "denied"));
    }

    [Fact]
    public async Task Remembers_denials_by_plan_and_keeps_what_was_counted()
    {
        limiter.Use(Rule(("gold", new PlanLimit(3, 3))));
        Assert.True(await limiter.IsAllowedAsync(new RateLimitCaller("ann")));
        Assert.False(await limiter.IsAllowedAsync(new RateLimitCaller("ann")));
        Assert.Equal((true, 3L, 1L), await LookAsync(new RateLimitCaller("ann", Plan: "gold")));
        Assert.True(await limiter.IsAllowedAsync(new RateLimitCaller("ann", Plan: "gold")));
        Assert.False(await limiter.IsAllowedAsync(new RateLimitCaller("ann", Plan: "gold")));
        Assert.False(await limiter.IsAllowedAsync(new RateLimitCaller("ann")));
    }

    [Fact]
    public async Task Takes_the_plan_from_the_record_of_the_user_then_of_the_key_then_of_the_narrowest_network()
    {
        limiter.Know(
            Record(IdentityKind.User, "ann", "a"),
            Record(IdentityKind.ApiKey, "key", "b"),
            Record(IdentityKind.Ip, "203.0.113.0/24", "c"),
            Record(IdentityKind.Ip, "203.0.113.128/25", "d"),
            Record(IdentityKind.Ip, "203.0.113.200", "e"),
            Record(IdentityKind.Ip, "2001:db8::/32", "f"),
            Record(IdentityKind.Ip, "0.0.0.0/0", "g"));
        limiter.Use(Rule([.. "abcdefg".Select((plan, i) => ($"{plan}", new PlanLimit(10 + i, 10 + i)))]) with { IdentifyBy = IdentityKind.Ip });
        Assert.Equal("a", await PlanOfAsync(new RateLimitCaller("ann", "key", "203.0.113.200")));
        Assert.Equal("b", await PlanOfAsync(new RateLimitCaller("bob", "key", "203.0.113.200")));
        Assert.Equal("e", await PlanOfAsync(new RateLimitCaller("bob", "other", "203.0.113.200")));
        Assert.Equal("e", await PlanOfAsync(new RateLimitCaller(Ip: "::ffff:203.0.113.200")));
        Assert.Equal("d", await PlanOfAsync(new RateLimitCaller(Ip: "203.0.113.201")));
        Assert.Equal("c", await PlanOfAsync(new RateLimitCaller(Ip: "203.0.113.127")));
        Assert.Equal("g", await PlanOfAsync(new RateLimitCaller(Ip: "198.51.100.1")));
        Assert.Equal("f", await PlanOfAsync(new RateLimitCaller(Ip: "2001:db8::1")));
        Assert.Equal("b", await PlanOfAsync(new RateLimitCaller("ann", Ip: "203.0.113.200", Plan: "b")));
        Assert.Null(await PlanOfAsync(new RateLimitCaller(Ip: "2001:db9::1")));
    }

    private static CallerRecord Record(IdentityKind kind, string id, string plan) => new() { Kind = kind, Id = id, Plan = plan, Revision = "1" };

    private static RateLimitRule Rule(params (string Name, PlanLimit Limit)[] plans) =>
        SampleRules.Rule(requests: 1) with { Plans = plans.ToDictionary(plan => plan.Name, plan => plan.Limit) };

    private async Task<(bool Allowed, long Limit, long Remaining)> LookAsync(RateLimitCaller caller)
    {
        var decision = await limiter.CheckAsync(caller);
        return (decision.Allowed, decision.Reported!.Limit, decision.Reported.Remaining);
    }

    private async Task<string?> PlanOfAsync(RateLimitCaller caller)
    {
        var limit = (await limiter.CheckAsync(caller with { Ip = caller.Ip ?? "192.0.2.1" }, peek: true)).Reported!.Limit;
        return limit == 1 ? null : $"{(char)('a' + limit - 10)}";
    }
}
