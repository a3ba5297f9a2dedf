using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.RateLimiting;

public sealed class RateLimitsClientTests(RunningApp app) : IClassFixture<RunningApp>, IDisposable
{
    private readonly TestClient service = new(app.Address, app.AdminKey);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private RateLimitsClient Limits => service.Client.RateLimits;

    public void Dispose() => service.Dispose();

    [Fact]
    public async Task A_rule_is_answered_with_its_defaults_and_may_be_put_back()
    {
        var rule = new RateLimitRule { Id = "defaults", Api = "shop", Op = "orders", TimeUnit = RateLimitUnit.Minute, Requests = 60 };
        var put = await Limits.PutRuleAsync(rule, Cancelled);
        Assert.Equal(
            rule with
            {
                Algorithm = RateLimitAlgorithm.SlidingWindowCounter,
                IdentifyBy = IdentifyBy.User,
                OnFailure = RateLimitFailureMode.Open,
                Mode = RateLimitMode.Enforce,
                Enabled = true,
            },
            put);
        Assert.Equal(put, await Limits.PutRuleAsync(put, Cancelled));
        Assert.Equal(put, await Limits.FindRuleAsync("defaults", Cancelled));
        Assert.Contains(put, await Limits.ListRulesAsync("shop", Cancelled).ToListAsync(Cancelled));
        Assert.True(await Limits.DeleteRuleAsync("defaults", Cancelled));
        Assert.Null(await Limits.FindRuleAsync("defaults", Cancelled));
    }

    [Fact]
    public async Task A_rule_of_a_whole_api_names_plans_and_windows_of_the_calendar_and_may_be_put_back()
    {
        var plans = new Dictionary<string, RateLimitPlan>
        {
            ["gold"] = new() { Requests = 1_000 },
            ["partner"] = new() { Unlimited = true },
            ["blocked"] = new() { Requests = 0 },
        };
        var put = await Limits.PutRuleAsync(new RateLimitRule { Id = "plans", Api = "plans", Op = "*", TimeUnit = RateLimitUnit.Month, Requests = 60, Plans = plans }, Cancelled);
        var again = await Limits.PutRuleAsync(put, Cancelled);
        Assert.Equal((RateLimitUnit.Month, RateLimitAlgorithm.FixedWindow), (again.TimeUnit, again.Algorithm));
        Assert.Equal(plans.OrderBy(plan => plan.Key), again.Plans!.OrderBy(plan => plan.Key));
        var decision = await Limits.CheckAsync(new RateLimitCheck { Api = "plans", Op = "any", Caller = new RateLimitCaller { User = "ann", Plan = "gold" } }, Cancelled);
        Assert.Equal((true, 1_000, 999), (decision.Allowed, decision.Limit, decision.Remaining));
        Assert.NotNull(decision.At);
        var blocked = await Limits.CheckAsync(new RateLimitCheck { Api = "plans", Op = "any", Caller = new RateLimitCaller { User = "bob", Plan = "blocked" } }, Cancelled);
        Assert.Equal((false, null), (blocked.Allowed, blocked.RetryAfter));
    }

    [Fact]
    public async Task An_api_can_be_put_read_listed_and_deleted()
    {
        var api = new RateLimitApi { Name = "client-api", Operations = [new RateLimitOperation("orders.read", "GET", "orders/{id}") { CountWhen = new RateLimitCountCondition("<500") }], RequireKey = false };
        await Limits.PutApiAsync(api, Cancelled);
        var found = await Limits.FindApiAsync("client-api", Cancelled);
        Assert.Equal(api.Operations, found!.Operations);
        Assert.Contains("client-api", await Limits.ListApisAsync(Cancelled).Select(each => each.Name).ToListAsync(Cancelled));
        Assert.True(await Limits.DeleteApiAsync("client-api", Cancelled));
        Assert.False(await Limits.DeleteApiAsync("client-api", Cancelled));
    }

    [Fact]
    public async Task A_denial_is_a_decision_and_a_peek_takes_nothing()
    {
        await Limits.PutRuleAsync(
            new RateLimitRule { Id = "once", Api = "client", Op = "once", TimeUnit = RateLimitUnit.Day, Requests = 1, Algorithm = RateLimitAlgorithm.SlidingWindowLog }, Cancelled);
        var check = new RateLimitCheck { Api = "client", Op = "once", Caller = new RateLimitCaller { User = "ann" } };
        Assert.True((await Limits.PeekAsync(check, Cancelled)).Allowed);
        Assert.True((await Limits.CheckAsync(check, Cancelled)).Allowed);
        var denied = await Limits.CheckAsync(check, Cancelled);
        Assert.Equal((false, "once", 0L), (denied.Allowed, denied.Rule, denied.Remaining));
        Assert.InRange(denied.RetryAfter!.Value, TimeSpan.FromHours(23), TimeSpan.FromDays(1));
        var batch = await Limits.CheckAsync([check, check with { Caller = new RateLimitCaller { User = "bob" } }], Cancelled);
        Assert.Equal([false, true], batch.Select(decision => decision.Allowed));
    }
}
