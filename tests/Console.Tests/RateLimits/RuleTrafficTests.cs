using Microsoft.Playwright;
using Serverless.Console.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Serverless.Console.Tests.RateLimits;

/// <summary>What a rule does: its traffic, what callers have left, and its plans.</summary>
public sealed class RuleTrafficTests(ConsoleApp console)
{
    [Fact]
    public async Task Shows_what_was_allowed_denied_and_near_the_limit_and_what_a_dry_run_would_deny()
    {
        using var admin = console.App.Admin();
        await PutAsync("traffic", new { api = "traffic", op = "x", timeUnit = "day", requests = 10, algorithm = "slidingWindowLog" });
        await PutAsync("traffic-dry", new { api = "traffic", op = "x", timeUnit = "day", requests = 4, algorithm = "slidingWindowLog", mode = "dryRun" });
        for (var i = 0; i < 12; i++)
        {
            using var check = await admin.PostAsync("/api/ratelimit/check", new { api = "traffic", op = "x", caller = new { user = "ann" } });
        }

        await console.VisitAsync(Look.Desktop, async visit =>
        {
            await visit.EnterAtAsync("/limits/rules/traffic");
            await Expect(visit.Tile("Allowed")).ToHaveTextAsync("10");
            await Expect(visit.Tile("Denied")).ToHaveTextAsync("2");
            await Expect(visit.Tile("Near the limit")).ToHaveTextAsync("2");
            await Expect(visit.Page.GetByRole(AriaRole.Img, new() { Name = "Checks in the last hour: 10 allowed, 2 denied, 2 near the limit." })).ToBeVisibleAsync();
            await visit.GoAsync("/limits/rules/traffic-dry");
            await Expect(visit.Tile("Would be allowed")).ToHaveTextAsync("4");
            await Expect(visit.Tile("Would be denied")).Not.ToHaveTextAsync("0");
        });
    }

    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public async Task Shows_what_a_caller_has_left_and_resets_it(string look)
    {
        var name = $"left-{look}";
        using var admin = console.App.Admin();
        await PutAsync(name, new { api = name, op = "x", timeUnit = "day", requests = 10, algorithm = "slidingWindowLog", identifyBy = "header:x-tenant" });
        using var check = await admin.PostAsync("/api/ratelimit/check", new { api = name, op = "x", cost = 7, caller = new { headers = new Dictionary<string, string> { ["x-tenant"] = "acme & co" } } });
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            visit.Expects(HttpStatusCode.BadRequest);
            await visit.EnterAtAsync($"/limits/rules/{name}");
            await visit.Button("Look up").ClickAsync();
            await visit.IsRefusedAsync("Caller, by header x-tenant", "must not be empty");
            await visit.Field("Caller, by header x-tenant").FillAsync("acme & co");
            await visit.Button("Look up").ClickAsync();
            await Expect(visit.Section("What a caller has left")).ToContainTextAsync("3 of 10");
            await visit.ConfirmAsync("Reset", "Reset counter");
            await visit.IsToldAsync("The counter is reset.");
            await Expect(visit.Section("What a caller has left")).ToContainTextAsync("10 of 10");
        });
    }

    [Fact]
    public async Task Edits_the_plans_of_a_rule()
    {
        await PutAsync("planned", new { api = "planned", op = "x", timeUnit = "hour", requests = 10 });
        await console.VisitAsync(Look.Desktop, async visit =>
        {
            visit.Expects(HttpStatusCode.BadRequest);
            await visit.EnterAtAsync("/limits/rules/planned");
            await visit.Button("Add a plan").ClickAsync();
            await visit.Field("Plan").FillAsync("gold");
            await visit.Field("Requests of the plan").FillAsync("many");
            await visit.Button("Save rule").ClickAsync();
            await visit.IsRefusedAsync("Requests of the plan", "must be a whole number");
            await visit.Field("Requests of the plan").FillAsync("1000");
            await visit.Button("Add a plan").ClickAsync();
            await visit.Field("Plan").Nth(1).FillAsync("partner");
            await visit.Field("Limit").Nth(1).SelectOptionAsync("Unlimited");
            await visit.PutAsync("Save rule");
            await visit.IsToldAsync("Rule planned saved.");
            await HoldsAsync("""{"gold":{"requests":1000},"partner":{"unlimited":true}}""");
            await visit.Button("Remove plan 1").ClickAsync();
            await visit.PutAsync("Save rule");
            await HoldsAsync("""{"partner":{"unlimited":true}}""");
            await visit.Button("Remove plan 1").ClickAsync();
            await visit.PutAsync("Save rule");
            await HoldsAsync(null);
        });

        async Task HoldsAsync(string? plans)
        {
            using var admin = console.App.Admin();
            using var rule = await admin.GetAsync("/api/ratelimit/rules/planned");
            Assert.Equal(plans, rule.Json.TryGetProperty("plans", out var stored) ? stored.GetRawText() : null);
        }
    }

    private async Task PutAsync(string id, object rule)
    {
        using var admin = console.App.Admin();
        using var put = await admin.PutAsync($"/api/ratelimit/rules/{id}", rule);
        Assert.True(put.Status is HttpStatusCode.Created or HttpStatusCode.OK);
    }
}
