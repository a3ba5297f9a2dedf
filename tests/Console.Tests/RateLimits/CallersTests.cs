using Microsoft.Playwright;
using Serverless.Console.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Serverless.Console.Tests.RateLimits;

/// <summary>Plans of callers: giving, changing and taking them.</summary>
public sealed class CallersTests(ConsoleApp console)
{
    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public Task Gives_changes_and_takes_a_plan(string look) => console.VisitAsync(Look.Named(look), async visit =>
    {
        visit.Expects(HttpStatusCode.BadRequest);
        var network = look == "light-desktop" ? "203.0.113.0/24" : "198.51.100.0/24";
        await visit.EnterAsync();
        await visit.Link("Rate limits").ClickAsync();
        await visit.Link("Callers").ClickAsync();
        await visit.Field("Known by").SelectOptionAsync("IP address");
        await visit.Field("Caller").FillAsync("203.0.113.7/24");
        await visit.Field("Plan").FillAsync("gold");
        await visit.Button("Save plan").ClickAsync();
        await visit.IsRefusedAsync("Caller", "must be an IPv4 or IPv6 address, or a network");
        await visit.Field("Caller").FillAsync(network);
        await visit.Field("Plan").FillAsync("no such name");
        await visit.Button("Save plan").ClickAsync();
        await visit.IsRefusedAsync("Plan", "must be 1-100 of the characters");
        await visit.Field("Plan").FillAsync("gold");
        await visit.Field("Note").FillAsync("our office");
        await visit.PutAsync("Save plan");
        await visit.IsToldAsync($"{network} has plan gold.");
        var row = visit.Section("Callers").GetByRole(AriaRole.Listitem).Filter(new() { HasText = network });
        await Expect(row).ToContainTextAsync("IP address: our office");

        await visit.Button($"Change the plan of {network}").ClickAsync();
        await visit.Section($"Plan of {network}").GetByLabel("Plan", new() { Exact = true }).FillAsync("blocked");
        await visit.PutAsync("Save plan");
        await Expect(row).ToContainTextAsync("blocked");
        using var admin = console.App.Admin();
        using var stored = await admin.GetAsync($"/api/ratelimit/callers/ip/{Uri.EscapeDataString(network)}");
        Assert.Equal($$"""{"kind":"ip","id":"{{network}}","plan":"blocked","note":"our office"}""", stored.Json.GetRawText());

        await row.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Delete record" }).ClickAsync();
        await visit.IsToldAsync($"{network} has no plan any more.");
        await Expect(row).ToHaveCountAsync(0);
        using var gone = await admin.GetAsync($"/api/ratelimit/callers/ip/{Uri.EscapeDataString(network)}");
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
    });
}
