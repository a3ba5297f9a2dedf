using Microsoft.Playwright;
using Serverless.Console.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Serverless.Console.Tests.Access;

/// <summary>Who changed what.</summary>
public sealed class AuditPageTests(ConsoleApp console)
{
    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public async Task Shows_who_changed_what_and_leads_there(string look)
    {
        var (ops, _) = await console.HolderAsync($"ops-{look}", "admin");
        using var put = await ops.PutAsync($"/api/topics/audited-{look}", new { });
        using var refused = await ops.PutAsync($"/api/topics/audited-{look}", new { shards = 2 });
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            await visit.EnterAtAsync("/audit");
            var rows = visit.Section("Changes").GetByRole(AriaRole.Listitem).Filter(new() { HasText = $"audited-{look}" });
            await Expect(rows).ToHaveCountAsync(2);
            await Expect(rows.First).ToContainTextAsync("refused, 409");
            await Expect(rows.Last).ToContainTextAsync($"by ops-{look}");
            await Expect(rows.Last).ToContainTextAsync("done");
            await rows.Last.GetByRole(AriaRole.Link).ClickAsync();
            await Expect(visit.Title($"audited-{look}")).ToBeVisibleAsync();
        });
        ops.Dispose();
    }

    [Fact]
    public Task Shows_what_has_no_known_end_as_unconfirmed() => console.VisitAsync(Look.Desktop, async visit =>
    {
        await visit.Page.RouteAsync("**/api/audit?*", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = """{"items":[{"id":"a","at":"2026-11-23T10:00:00Z","actor":"k","owner":"ops","action":"create","resource":"key","name":null,"outcome":"unconfirmed"}],"continuation":null}""",
        }));
        await visit.EnterAtAsync("/audit");
        await Expect(visit.Section("Changes").GetByRole(AriaRole.Listitem)).ToContainTextAsync("unconfirmed");
        await Expect(visit.Section("Changes").GetByRole(AriaRole.Listitem)).ToContainTextAsync("Made key");
    });
}
