using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Serverless.Console.Tests.Browser;
using Serverless.Core.Storage;
using static Microsoft.Playwright.Assertions;

namespace Serverless.Console.Tests.Overview;

/// <summary>Whether all is well, on one page that comes first.</summary>
public sealed class OverviewPageTests(ConsoleApp console)
{
    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public Task Shows_health_figures_and_what_needs_attention(string look) => console.VisitAsync(Look.Named(look), async visit =>
    {
        using var admin = console.App.Admin();
        using var check = await admin.PostAsync("/api/ratelimit/check", new { api = "overview", op = "x", caller = new { user = "ann" } });
        console.App.Cluster.Services[0].GetRequiredService<PoisonMessages>().Record($"queue-{look}", "a message");
        await visit.EnterAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link).First).ToContainTextAsync("Overview");
        await visit.Link("Overview").ClickAsync();
        await Expect(visit.Title("Overview")).ToBeFocusedAsync();
        await Expect(visit.Section("Health").GetByRole(AriaRole.Listitem).Filter(new() { HasText = "rules" })).ToContainTextAsync("healthy");
        var allowed = visit.Section("Last hour").GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Checks allowed" });
        await Expect(allowed).ToContainTextAsync(new System.Text.RegularExpressions.Regex("[1-9][0-9,]* in the hour"));
        await Expect(allowed.GetByRole(AriaRole.Img, new() { NameRegex = new("^Checks allowed by the minute: from ") })).ToBeVisibleAsync();
        await Expect(visit.Section("Needs attention")).ToContainTextAsync($"messages of queue queue-{look} failed at every try");
    });

    [Fact]
    public async Task What_needs_attention_leads_to_its_page()
    {
        using var admin = console.App.Admin();
        using var rule = await admin.PutAsync("/api/ratelimit/rules/overview", new { api = "overview", op = "x", timeUnit = "day", requests = 5 });
        await console.VisitAsync(Look.Desktop, async visit =>
        {
            await visit.Page.RouteAsync("**/api/overview", route => route.FulfillAsync(new()
            {
                ContentType = "application/json",
                Body = """{"dependencies":[{"name":"redis-counters","status":"unhealthy","latencyMs":5000}],"minutes":[],"attention":[{"kind":"growing-backlog","resource":"subscription","name":"orders/mail","text":"It falls behind.","link":"#/limits/rules/overview"}]}""",
            }));
            await visit.EnterAtAsync("/overview");
            await Expect(visit.Section("Health")).ToContainTextAsync("unhealthy");
            await visit.Link("orders/mail").ClickAsync();
            await Expect(visit.Title("Rule overview")).ToBeFocusedAsync();
        });
    }

    [Fact]
    public Task Says_that_all_is_well_and_what_went_wrong_when_it_can_t_be_asked() => console.VisitAsync(Look.Desktop, async visit =>
    {
        visit.Expects(HttpStatusCode.ServiceUnavailable);
        var isAway = false;
        await visit.Page.RouteAsync("**/api/overview", route => isAway
            ? route.FulfillAsync(new() { Status = 503, ContentType = "application/problem+json", Body = """{"title":"Not now.","status":503}""" })
            : route.FulfillAsync(new() { ContentType = "application/json", Body = """{"dependencies":[],"minutes":[],"attention":[]}""" }));
        await visit.EnterAtAsync("/overview");
        await Expect(visit.Section("Needs attention")).ToContainTextAsync("All is well");
        isAway = true;
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Not now.");
        isAway = false;
        await visit.Button("Try again").ClickAsync();
        await Expect(visit.Section("Needs attention")).ToContainTextAsync("All is well");
    });
}
