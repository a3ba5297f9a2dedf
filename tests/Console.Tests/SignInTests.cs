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
        await Expect(visit.Title("Overview")).ToBeFocusedAsync();
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
        await visit.EnterAsync(made.Text("key"));
        await Expect(visit.Page.GetByText("No links yet", new() { Exact = true })).ToBeVisibleAsync();
        using var revoked = await admin.DeleteAsync($"/api/keys/{made.Text("id")}");
        await visit.Link("Topics").ClickAsync();
        await Expect(visit.Title("Sign in")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("Your API key is no longer accepted. Sign in again.")).ToBeVisibleAsync();
    });

    /// <summary>What a key may not do is not offered.</summary>
    [Theory]
    [InlineData("links", "Links", "Links")]
    [InlineData("topics.manage", "Overview", "Overview", "Topics")]
    [InlineData("publish:orders", "Topics", "Topics")]
    [InlineData("ratelimit.check", "Rate limits", "Rate limits")]
    [InlineData("ratelimit.manage", "Overview", "Overview", "Rate limits")]
    [InlineData("links topics.manage", "Overview", "Overview", "Links", "Topics")]
    public Task A_key_sees_what_its_scopes_allow_alone(string scopes, string title, params string[] areas) => console.VisitAsync(Look.Desktop, async visit =>
    {
        var (client, key) = await console.HolderAsync("console-narrow", scopes.Split(' '));
        client.Dispose();
        await visit.SignInAsync(key);
        await Expect(visit.Title(title)).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Navigation, new() { Name = "Main" }).GetByRole(Microsoft.Playwright.AriaRole.Link)).ToHaveTextAsync(areas);
        await visit.GoAsync("/audit");
        await Expect(visit.Title("Not for this key")).ToBeVisibleAsync();
        await visit.Link("Start").ClickAsync();
        await Expect(visit.Title(title)).ToBeVisibleAsync();
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
