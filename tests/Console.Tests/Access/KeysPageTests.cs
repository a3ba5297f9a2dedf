using Microsoft.Playwright;
using Serverless.Console.Tests.Browser;
using Serverless.Functions.Tests.EndToEnd;
using static Microsoft.Playwright.Assertions;

namespace Serverless.Console.Tests.Access;

/// <summary>API keys, made by choosing and ended by a second yes.</summary>
public sealed class KeysPageTests(ConsoleApp console)
{
    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public async Task Makes_a_key_by_choosing_shows_it_once_and_revokes_it(string look)
    {
        var owner = $"made-in-console-{look}";
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            await visit.EnterAtAsync("/keys");
            await visit.Button("New key").ClickAsync();
            await visit.Field("Owner").FillAsync(owner);
            await visit.Button("Make key").ClickAsync();
            await Expect(visit.Page.GetByText("The key could do nothing.")).ToBeVisibleAsync();
            await Expect(visit.Page.GetByText("It may must be chosen: at least one.")).ToBeVisibleAsync();

            await visit.Page.GetByLabel("Make and manage its own links").CheckAsync();
            await visit.Page.GetByLabel("Publish messages").CheckAsync();
            await visit.Field("Publish messages: only these topics").FillAsync("orders-*, returns");
            await visit.Field("Ends").SelectOptionAsync("in 30 days");
            await visit.Button("Make key").ClickAsync();
            var notice = visit.Section("The key's secret");
            await Expect(notice).ToContainTextAsync("slk_");
            await visit.Button("Copy secret").ClickAsync();
            var secret = await visit.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
            using (var client = new ApiClient(console.App.Address, secret))
            {
                using var own = await client.GetAsync("/api/keys/self");
                Assert.Equal((owner, """["links","publish:orders-*","publish:returns"]"""), (own.Text("owner"), own.Json.GetProperty("scopes").GetRawText()));
            }

            await visit.Button("I have kept it").ClickAsync();
            await Expect(notice).ToHaveCountAsync(0);
            var row = visit.Section("All keys").GetByRole(AriaRole.Listitem).Filter(new() { HasText = owner });
            await Expect(row).ToContainTextAsync("publish:orders-*");
            await Expect(row).ToContainTextAsync("expires in 30 days");

            await row.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
            await Expect(visit.Dialog).ToContainTextAsync("This cannot be undone.");
            await visit.Button("Cancel").ClickAsync();
            await row.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
            await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Revoke key" }).ClickAsync();
            await visit.IsToldAsync("revoked.");
            await Expect(row).ToHaveCountAsync(0);
            using var revoked = new ApiClient(console.App.Address, secret);
            using var refused = await revoked.GetAsync("/api/keys/self");
            Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        });
    }

    [Fact]
    public Task Shows_what_the_server_refuses_at_its_field() => console.VisitAsync(Look.Desktop, async visit =>
    {
        visit.Expects(HttpStatusCode.BadRequest);
        await visit.EnterAtAsync("/keys");
        await visit.Button("New key").ClickAsync();
        await visit.Field("Owner").FillAsync("not a name");
        await visit.Page.GetByLabel("Publish messages").CheckAsync();
        await visit.Field("Publish messages: only these topics").FillAsync("no/topic");
        await visit.Button("Make key").ClickAsync();
        await visit.IsRefusedAsync("Owner", "must");
        await Expect(visit.Page.Locator(".field-error", new() { HasText = "'publish:no/topic' is no scope" })).ToBeVisibleAsync();
    });
}
