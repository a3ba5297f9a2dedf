using Serverless.Console.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Serverless.Console.Tests;

/// <summary>Getting in, and out.</summary>
public sealed class SignInTests(ConsoleApp console)
{
    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public Task A_wrong_key_is_refused_with_a_message_and_the_right_one_lets_in(string look) => console.VisitAsync(Look.Named(look), async visit =>
    {
        visit.Expects(HttpStatusCode.Unauthorized);
        await visit.Button("Sign in").ClickAsync();
        await visit.IsRefusedAsync("API key", "is needed");
        await visit.Field("API key").FillAsync("not-a-key");
        await visit.Button("Sign in").ClickAsync();
        await Expect(visit.Page.GetByText("This API key is not accepted.")).ToBeVisibleAsync();
        await Expect(visit.Field("API key")).ToBeFocusedAsync();
        await visit.Field("API key").FillAsync("ключ");
        await visit.Button("Sign in").ClickAsync();
        await Expect(visit.Page.GetByText("This API key is not accepted.")).ToBeVisibleAsync();
        await visit.SignInAsync(console.App.AdminKey);
        await Expect(visit.Title("Links")).ToBeFocusedAsync();
    });

    [Fact]
    public Task Signing_out_forgets_the_key() => console.VisitAsync(Look.Desktop, async visit =>
    {
        await visit.EnterAsync();
        await visit.Page.ReloadAsync();
        await Expect(visit.Title("Links")).ToBeVisibleAsync();
        await visit.Button("Sign out").ClickAsync();
        await Expect(visit.Title("Sign in")).ToBeVisibleAsync();
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("sessionStorage.length"));
        await visit.Page.ReloadAsync();
        await Expect(visit.Title("Sign in")).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_revoked_key_leads_back_to_the_door() => console.VisitAsync(Look.Desktop, async visit =>
    {
        visit.Expects(HttpStatusCode.Unauthorized);
        using var admin = console.App.Admin();
        using var made = await admin.PostAsync("/api/keys", new { owner = "console-revoked", scopes = new[] { "admin" } });
        await visit.SignInAsync(made.Text("key"));
        await Expect(visit.Page.GetByText("No links yet", new() { Exact = true })).ToBeVisibleAsync();
        using var revoked = await admin.DeleteAsync($"/api/keys/{made.Text("id")}");
        await visit.Link("Topics").ClickAsync();
        await Expect(visit.Title("Sign in")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("Your API key is no longer accepted. Sign in again.")).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_key_that_lacks_a_scope_enters_and_is_told_what_it_lacks() => console.VisitAsync(Look.Desktop, async visit =>
    {
        visit.Expects(HttpStatusCode.Forbidden);
        using var admin = console.App.Admin();
        using var made = await admin.PostAsync("/api/keys", new { owner = "console-publisher", scopes = new[] { "topics.manage" } });
        await visit.SignInAsync(made.Text("key"));
        await Expect(visit.Page.GetByText("Use a key with the scope 'links'.")).ToBeVisibleAsync();
        await visit.Link("Topics").ClickAsync();
        await Expect(visit.Section("All topics")).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_chosen_theme_outlives_the_visit() => console.VisitAsync(Look.Desktop, async visit =>
    {
        await visit.EnterAsync();
        await visit.Button("Dark theme").ClickAsync();
        await Expect(visit.Page.Locator("html")).ToHaveCSSAsync("color-scheme", "dark");
        await visit.Page.ReloadAsync();
        await Expect(visit.Button("Light theme")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("html")).ToHaveCSSAsync("color-scheme", "dark");
    });
}
