using Microsoft.Playwright;
using Serverless.Console.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Serverless.Console.Tests.RateLimits;

/// <summary>Rules: making, changing, finding and deleting them.</summary>
public sealed class RulesTests(ConsoleApp console)
{
    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public Task Makes_changes_and_deletes_a_rule_in_all_its_fields(string look) => console.VisitAsync(Look.Named(look), async visit =>
    {
        visit.Expects(HttpStatusCode.BadRequest);
        visit.Expects(HttpStatusCode.NotFound);
        var id = $"made-{look}";
        await visit.EnterAsync();
        await visit.Link("Rate limits").ClickAsync();
        await visit.Link("New rule").ClickAsync();
        await Expect(visit.Title("New rule")).ToBeFocusedAsync();
        await visit.Field("Name").FillAsync(id);
        await visit.Field("API").FillAsync($"api-{look}");
        await visit.Field("Operation").FillAsync("no such name");
        await visit.Field("Requests").FillAsync("many");
        await visit.Button("Create rule").ClickAsync();
        await visit.IsRefusedAsync("Requests", "must be a whole number");

        await visit.Field("Requests").FillAsync("0");
        await visit.Button("Create rule").ClickAsync();
        await visit.IsRefusedAsync("Operation", "must be 1-100 of the characters");
        await visit.IsRefusedAsync("Requests", "must be a whole number from 1");
        await Expect(visit.Field("Operation")).ToBeFocusedAsync();

        await visit.Field("Operation").FillAsync("search");
        await visit.Field("Requests").FillAsync("100");
        await visit.Field("Per").SelectOptionAsync("hour");
        await visit.Field("Counted by").SelectOptionAsync("A header");
        await visit.Field("Header name").FillAsync("x-tenant");
        await visit.Field("Algorithm").SelectOptionAsync("Token bucket");
        await visit.Field("Burst").FillAsync("20");
        await visit.Field("When counters cannot be reached").SelectOptionAsync("Closed: refuse");
        await visit.Field("Mode").SelectOptionAsync("Dry run: only report");
        await visit.Field("Enabled").UncheckAsync();
        await visit.Button("Create rule").ClickAsync();
        await visit.IsToldAsync($"Rule {id} saved.");
        await Expect(visit.Title($"Rule {id}")).ToBeVisibleAsync();
        await HoldsAsync(id, $$"""{"id":"{{id}}","api":"api-{{look}}","op":"search","timeUnit":"hour","requests":100,"algorithm":"tokenBucket","identifyBy":"header:x-tenant","burst":20,"onFailure":"closed","mode":"dryRun","enabled":false}""");

        await visit.Field("Requests").FillAsync("5");
        await visit.Field("Algorithm").SelectOptionAsync("Fixed window");
        await visit.Field("Counted by").SelectOptionAsync("Everybody together");
        await visit.Field("Mode").SelectOptionAsync("Enforce");
        await visit.Field("Enabled").CheckAsync();
        await visit.PutAsync("Save rule");
        await visit.IsToldAsync($"Rule {id} saved.");
        await HoldsAsync(id, $$"""{"id":"{{id}}","api":"api-{{look}}","op":"search","timeUnit":"hour","requests":5,"algorithm":"fixedWindow","identifyBy":"global","onFailure":"closed","mode":"enforce","enabled":true}""");

        await visit.Link("Rules").ClickAsync();
        await visit.Field("Rules of").SelectOptionAsync($"api-{look}");
        await Expect(visit.Section("Rules").GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
        await Expect(visit.Section("Rules")).ToContainTextAsync("5 per hour by everybody together");
        await visit.Link(id).ClickAsync();
        await visit.ConfirmAsync("Delete", "Delete rule");
        await visit.IsToldAsync($"Rule {id} deleted.");
        using var admin = console.App.Admin();
        using var gone = await admin.GetAsync($"/api/ratelimit/rules/{id}");
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
    });

    [Fact]
    public async Task Does_not_make_a_rule_in_the_place_of_another()
    {
        using var admin = console.App.Admin();
        using var made = await admin.PutAsync("/api/ratelimit/rules/taken", new { api = "taken", op = "read", timeUnit = "day", requests = 7 });
        await console.VisitAsync(Look.Desktop, async visit =>
        {
            visit.Expects(HttpStatusCode.PreconditionFailed);
            await visit.EnterAtAsync("/limits/new-rule");
            await visit.Field("Name").FillAsync("taken");
            await visit.Field("API").FillAsync("other");
            await visit.Field("Operation").FillAsync("other");
            await visit.Field("Requests").FillAsync("1");
            await visit.Button("Create rule").ClickAsync();
            await visit.IsRefusedAsync("Name", "is taken");
        });
        using var kept = await admin.GetAsync("/api/ratelimit/rules/taken");
        Assert.Equal(7, kept.Json.GetProperty("requests").GetInt32());
    }

    private async Task HoldsAsync(string id, string json)
    {
        using var admin = console.App.Admin();
        using var rule = await admin.GetAsync($"/api/ratelimit/rules/{id}");
        Assert.Equal(json, rule.Json.GetRawText());
    }
}
