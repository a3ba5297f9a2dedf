using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Serverless.Console.Tests.Browser;
using Serverless.Functions.Tests.EndToEnd;
using static Microsoft.Playwright.Assertions;

namespace Serverless.Console.Tests.Links;

/// <summary>Shortening, listing and searching links.</summary>
public sealed class LinkListTests(ConsoleApp console)
{
    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public Task Shortens_a_link_with_all_its_options(string look) => console.VisitAsync(Look.Named(look), async visit =>
    {
        visit.Expects(HttpStatusCode.BadRequest);
        visit.Expects(HttpStatusCode.Conflict);
        var alias = $"made-{look}";
        await visit.EnterAsync();
        await visit.Field("Long URL").FillAsync("not a url");
        await visit.Button("Shorten").ClickAsync();
        await visit.IsRefusedAsync("Long URL", "has the character U+0020");
        await Expect(visit.Field("Long URL")).ToBeFocusedAsync();

        await visit.Field("Long URL").FillAsync("https://example.com/console?a=1&b=2");
        await visit.Page.GetByText("More options").ClickAsync();
        await visit.Field("Alias").FillAsync(alias);
        await visit.Field("Expires in").FillAsync("7");
        await visit.Field("Unit of Expires in").SelectOptionAsync("days");
        await visit.Field("Redirect").SelectOptionAsync("301, permanent");
        await visit.Button("Shorten").ClickAsync();
        await visit.IsToldAsync($"/{alias}");
        await visit.Button("Copy new short URL").ClickAsync();
        Assert.Equal(new Uri(console.App.Address, alias).AbsoluteUri, await visit.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        await Expect(visit.Field("Long URL")).ToHaveValueAsync("");

        await visit.Field("Long URL").FillAsync("not a url");
        await visit.Button("Shorten").ClickAsync();
        await visit.IsRefusedAsync("Long URL", "has the character U+0020");
        await Expect(visit.Button("Copy new short URL")).ToHaveCountAsync(0);

        await visit.Link(alias).ClickAsync();
        await Expect(visit.Section("About")).ToContainTextAsync("https://example.com/console?a=1&b=2");
        await Expect(visit.Section("About")).ToContainTextAsync("301, permanent");
        await Expect(visit.Section("About")).ToContainTextAsync("in 7 days");

        await visit.Page.GoBackAsync();
        await visit.Field("Long URL").FillAsync("https://example.com/other");
        await visit.Page.GetByText("More options").ClickAsync();
        await visit.Field("Alias").FillAsync(alias);
        await visit.Button("Shorten").ClickAsync();
        await Expect(visit.Page.GetByText("This alias is taken.")).ToBeVisibleAsync();
    });

    [Fact]
    public async Task Lists_page_by_page_and_searches_beyond_what_is_shown()
    {
        using var admin = console.App.Admin();
        using var made = await admin.PostAsync("/api/keys", new { owner = "console-lister", scopes = new[] { "links" } });
        using var lister = new ApiClient(console.App.Address, made.Text("key"));
        using var oldest = await lister.PostAsync("/api/links", new { url = "https://needle.example/haystack", alias = "the-needle" });
        using var batch = await lister.PostAsync("/api/links", Enumerable.Range(0, 60).Select(i => new { url = $"https://example.com/many/{i}" }));
        Assert.Equal(HttpStatusCode.OK, batch.Status);
        await console.VisitAsync(Look.Desktop, async visit =>
        {
            await visit.SignInAsync(made.Text("key"));
            var rows = visit.Section("Your links").GetByRole(AriaRole.Listitem);
            await Expect(rows).ToHaveCountAsync(25);
            await visit.Button("Show more").ClickAsync();
            await Expect(rows).ToHaveCountAsync(50);
            await visit.Field("Search your links").FillAsync("NEEDLE.example");
            await Expect(rows).ToHaveCountAsync(1);
            await Expect(rows).ToContainTextAsync("the-needle");
            await visit.Field("Search your links").FillAsync("nothing has this");
            await Expect(visit.Page.GetByText("Nothing found")).ToBeVisibleAsync();
            await Expect(visit.Page.GetByText(new Regex("0 found in 61 links$"))).ToBeVisibleAsync();
            await visit.Field("Search your links").FillAsync("");
            await Expect(rows).ToHaveCountAsync(61);
            await Expect(visit.Button("Show more")).ToHaveCountAsync(0);
        });
    }

    [Fact]
    public async Task Goes_on_past_pages_that_come_back_empty()
    {
        using var admin = console.App.Admin();
        using var made = await admin.PostAsync("/api/keys", new { owner = "console-sparse", scopes = new[] { "links" } });
        using var owner = new ApiClient(console.App.Address, made.Text("key"));
        using var link = await owner.PostAsync("/api/links", new { url = "https://example.com/", alias = "behind-empty-pages" });
        await console.VisitAsync(Look.Desktop, async visit =>
        {
            var empty = 0;
            await visit.Page.RouteAsync("**/api/links?*", route => empty++ < 3
                ? route.FulfillAsync(new() { ContentType = "application/json", Body = """{"items":[],"continuation":"more"}""" })
                : route.ContinueAsync(new() { Url = new Uri(console.App.Address, "/api/links?limit=25").AbsoluteUri }));
            await visit.SignInAsync(made.Text("key"));
            await Expect(visit.Link("behind-empty-pages")).ToBeVisibleAsync();
            await Expect(visit.Page.GetByText("No links yet")).ToHaveCountAsync(0);
        });
    }

    [Fact]
    public async Task Says_what_to_do_when_there_is_nothing_yet()
    {
        using var admin = console.App.Admin();
        using var made = await admin.PostAsync("/api/keys", new { owner = "console-newcomer", scopes = new[] { "links" } });
        await console.VisitAsync(Look.Phone, async visit =>
        {
            await visit.SignInAsync(made.Text("key"));
            await Expect(visit.Page.GetByText("No links yet")).ToBeVisibleAsync();
        });
    }
}
