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
                ETag = put.ETag,
            },
            put);
        var again = await Limits.PutRuleAsync(put, Cancelled);
        Assert.Equal(put with { ETag = again.ETag }, again);
        Assert.NotEqual(put.ETag, again.ETag);
        Assert.Equal(again, await Limits.FindRuleAsync("defaults", Cancelled));
        Assert.Contains(again with { ETag = null }, await Limits.ListRulesAsync("shop", Cancelled).ToListAsync(Cancelled));
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

    [Theory]
    [InlineData(RateLimitCallerKind.User, "ann@example.com / é", "ann@example.com / é")]
    [InlineData(RateLimitCallerKind.ApiKey, "key-1", "key-1")]
    [InlineData(RateLimitCallerKind.Ip, "2001:DB8::/32", "2001:db8::/32")]
    public async Task What_is_known_of_a_caller_can_be_put_read_listed_put_back_and_deleted(RateLimitCallerKind kind, string id, string known)
    {
        var wanted = new RateLimitCallerRecord { Kind = kind, Id = id, Plan = "gold", Note = "since May" };
        var put = await Limits.PutCallerAsync(wanted, Cancelled);
        Assert.Equal(wanted with { Id = known, ETag = put.ETag }, put);
        var again = await Limits.PutCallerAsync(put, Cancelled);
        Assert.Equal(put with { ETag = again.ETag }, again);
        Assert.Equal(again, await Limits.FindCallerAsync(kind, id, Cancelled));
        Assert.Contains(again with { ETag = null }, await Limits.ListCallersAsync(Cancelled).ToListAsync(Cancelled));
        Assert.True(await Limits.DeleteCallerAsync(kind, id, Cancelled));
        Assert.False(await Limits.DeleteCallerAsync(kind, id, Cancelled));
        Assert.Null(await Limits.FindCallerAsync(kind, id, Cancelled));
    }

    [Fact]
    public async Task What_a_caller_has_left_is_shown_reset_and_given_back()
    {
        await Limits.PutRuleAsync(
            new RateLimitRule { Id = "left", Api = "left", Op = "op", TimeUnit = RateLimitUnit.Day, Requests = 5, Algorithm = RateLimitAlgorithm.SlidingWindowLog, IdentifyBy = IdentifyBy.Header("X-Tenant") }, Cancelled);
        var caller = new RateLimitCaller { Headers = new Dictionary<string, string> { ["X-Tenant"] = "a & b" } };
        var check = new RateLimitCheck { Api = "left", Op = "op", Caller = caller, Cost = 4 };
        var decision = await Limits.CheckAsync(check, Cancelled);
        Assert.Equal((5, 1), await LeftAsync());
        Assert.Equal([new RateLimitRefund("left", 4)], await Limits.RefundAsync(check, decision.At!.Value, Cancelled));
        Assert.Equal((5, 5), await LeftAsync());
        await Limits.CheckAsync(check, Cancelled);
        Assert.True(await Limits.ResetCounterAsync("left", caller, Cancelled));
        Assert.Equal((5, 5), await LeftAsync());
        Assert.Null(await Limits.FindCounterAsync("none", caller, Cancelled));
        Assert.False(await Limits.ResetCounterAsync("none", caller, Cancelled));
        var refused = await Assert.ThrowsAsync<ServerlessException>(() => Limits.FindCounterAsync("left", new RateLimitCaller { User = "ann" }, Cancelled));
        Assert.Contains("rule", refused.Errors.Keys);

        async Task<(long?, long?)> LeftAsync() => await Limits.FindCounterAsync("left", caller, Cancelled) is { } counter ? (counter.Limit, counter.Remaining) : default;
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
