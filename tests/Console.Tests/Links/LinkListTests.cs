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
    [MemberData(nameof(Look.LinkUsers), MemberType = typeof(Look))]
    public Task Shortens_a_link_with_all_its_options(string look, string scope) => console.VisitAsync(Look.Named(look), async visit =>
    {
        var (client, key) = await console.HolderAsync($"shortener-{look}", scope);
        client.Dispose();
        visit.Expects(HttpStatusCode.BadRequest);
        visit.Expects(HttpStatusCode.Conflict);
        var alias = $"made-{look}";
        await visit.EnterAsync(key);
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

    [Theory]
    [MemberData(nameof(Look.LinkUsers), MemberType = typeof(Look))]
    public async Task Lists_page_by_page_with_clicks_and_times(string look, string scope)
    {
        var (lister, key) = await console.HolderAsync($"console-lister-{look}", scope);
        using var clicked = await lister.PostAsync("/api/links", new { url = "https://example.com/", alias = $"clicked-once-{look}" });
        using var batch = await lister.PostAsync("/api/links", Enumerable.Range(0, 60).Select(i => new { url = $"https://example.com/many/{i}" }));
        Assert.Equal(HttpStatusCode.OK, batch.Status);
        using var anybody = console.App.Anonymous();
        using var followed = await anybody.GetAsync($"/clicked-once-{look}");
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            await visit.SignInAsync(key);
            await visit.GoAsync("/links");
            var rows = visit.Section("Your links").GetByRole(AriaRole.Listitem);
            await Expect(rows).ToHaveCountAsync(25);
            Assert.Equal(1, await visit.CountRequestsAsync(async () =>
            {
                await visit.Button("Show more").ClickAsync();
                await Expect(rows).ToHaveCountAsync(50);
            }));
            await visit.Button("Show more").ClickAsync();
            await Expect(rows).ToHaveCountAsync(61);
            await Expect(visit.Button("Show more")).ToHaveCountAsync(0);
            await Expect(rows.Last).ToContainTextAsync($"clicked-once-{look}");
            await Expect(rows.Last).ToContainTextAsync("1 click");
            await Expect(rows.Last).ToContainTextAsync("made ");
            await Expect(rows.Last).ToContainTextAsync("expires in 12 months");
        });
        lister.Dispose();
    }

    [Theory]
    [MemberData(nameof(Look.LinkUsers), MemberType = typeof(Look))]
    public async Task Finds_a_key_a_host_and_a_tag_at_once(string look, string scope)
    {
        var (client, key) = await console.HolderAsync($"console-searcher-{look}", scope);
        var alias = $"the-needle-{look}";
        using var needle = await client.PostAsync("/api/links", new { url = "https://needle.example/haystack", alias, tags = new[] { "spring sale" }, title = "Needle" });
        using var batch = await client.PostAsync("/api/links", Enumerable.Range(0, 60).Select(i => new { url = $"https://haystack.example/many/{i}" }));
        using var others = await client.PostAsync("/api/links", new { url = "https://example.com/tagged", tags = new[] { "spring sale" } });
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            visit.Expects(HttpStatusCode.NotFound);
            await visit.EnterAsync(key);
            var search = visit.Field("Search links");
            var found = visit.Section("Your links").GetByRole(AriaRole.Listitem);
            foreach (var text in (string[])[alias, new Uri(console.App.Address, alias).AbsoluteUri])
            {
                await Expect(found).ToHaveCountAsync(25);
                Assert.InRange(
                    await visit.CountRequestsAsync(async () =>
                    {
                        await search.FillAsync(text);
                        await Expect(visit.Page.GetByText("With this key")).ToBeVisibleAsync();
                        await Expect(visit.Link(alias)).ToBeVisibleAsync();
                    }),
                    1,
                    3);
                await Expect(found).ToHaveCountAsync(1);
                await search.FillAsync("");
            }

            await search.FillAsync("NEEDLE.example");
            await Expect(found).ToHaveCountAsync(1);
            await Expect(found).ToContainTextAsync("0 clicks");
            await search.FillAsync("https://needle.example/other/path?x=1");
            await Expect(found).ToHaveCountAsync(1);
            await search.FillAsync("spring sale");
            await Expect(found).ToHaveCountAsync(2);
            await search.FillAsync("haystack.example");
            await Expect(found).ToHaveCountAsync(25);
            await visit.Button("Show more").ClickAsync();
            await Expect(found).ToHaveCountAsync(50);
            await search.FillAsync("nothing has this");
            await Expect(visit.Page.GetByText("Nothing found")).ToBeVisibleAsync();
            await search.FillAsync("");
            await Expect(found).ToHaveCountAsync(25);
        });
        client.Dispose();
    }

    [Theory]
    [MemberData(nameof(Look.LinkUsers), MemberType = typeof(Look))]
    public async Task Extends_deletes_and_restores_what_is_chosen_and_shows_how_far_it_is(string look, string scope)
    {
        var (client, key) = await console.HolderAsync($"console-bulk-{look}", scope);
        using var batch = await client.PostAsync("/api/links", Enumerable.Range(0, 30).Select(i => new { url = $"https://example.com/bulk/{i}", expiresIn = "P10D" }));
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            await visit.EnterAsync(key);
            var rows = visit.Section("Your links").GetByRole(AriaRole.Listitem);
            await Expect(rows).ToHaveCountAsync(25);
            await visit.Field("Select all shown").CheckAsync();
            await rows.First.GetByRole(AriaRole.Checkbox).UncheckAsync();
            await Expect(visit.Page.GetByText("24 chosen")).ToBeVisibleAsync();
            await visit.Field("Extend by").SelectOptionAsync("90 days");
            var held = new TaskCompletionSource();
            await visit.Page.RouteAsync("**/api/links/*", async route =>
            {
                await held.Task;
                await route.ContinueAsync();
            });
            await visit.Button("Extend chosen").ClickAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Progressbar, new() { Name = "Links extended" })).ToBeVisibleAsync();
            await Expect(visit.Page.GetByText("Links extended: 0 of 24")).ToBeVisibleAsync();
            held.SetResult();
            await visit.IsToldAsync("24 extended.");
            await Expect(rows.Filter(new() { HasText = "expires in 3 months" })).ToHaveCountAsync(24);
            await Expect(rows.First).ToContainTextAsync("expires in 10 days");

            await visit.ConfirmAsync("Delete chosen", "Delete them");
            await visit.IsToldAsync("24 deleted.");
            await Expect(rows.Filter(new() { HasText = "ended" })).ToHaveCountAsync(24);
            await Expect(visit.Page.GetByText("24 chosen")).ToHaveCountAsync(0);
            await rows.Nth(1).GetByRole(AriaRole.Button).ClickAsync();
            await visit.IsToldAsync("is back.");
            await Expect(rows.Filter(new() { HasText = "ended" })).ToHaveCountAsync(23);
        });
        using var left = await client.GetAsync("/api/links?limit=100");
        Assert.Equal(7, left.Json.GetProperty("items").GetArrayLength());
        client.Dispose();
    }

    [Theory]
    [MemberData(nameof(Look.LinkUsers), MemberType = typeof(Look))]
    public async Task Exports_what_is_filtered_as_a_table(string look, string scope)
    {
        var (client, key) = await console.HolderAsync($"console-exporter-{look}", scope);
        using var quoted = await client.PostAsync("/api/links", new { url = "https://example.com/?a=1,2", title = "A \"quoted\", one; ☃", tags = new[] { "x", "y" }, alias = $"quoted-{look}", forwardQuery = true });
        for (var i = 0; i < 12; i++)
        {
            using var batch = await client.PostAsync("/api/links", Enumerable.Range(0, 100).Select(n => new { url = $"https://many.example/{n}" }));
        }

        await console.VisitAsync(Look.Named(look), async visit =>
        {
            visit.Expects(HttpStatusCode.NotFound);
            await visit.EnterAsync(key);
            var all = await DownloadAsync(visit);
            Assert.Equal("key,url,owner,createdAt,expiresAt,endedAt,redirect,clicks,bots,title,tags,forwardQuery", all[0]);
            Assert.Equal(1_202, all.Length);
            Assert.Equal(1_201, all.Skip(1).Select(line => line.Split(',')[0]).Distinct().Count());
            Assert.Contains(all, line => line.StartsWith($"quoted-{look},\"https://example.com/?a=1,2\",console-exporter-{look},", StringComparison.Ordinal)
                && line.EndsWith(",301,0,0,\"A \"\"quoted\"\", one; ☃\",\"x,y\",true", StringComparison.Ordinal));

            await visit.Field("Search links").FillAsync("example.com");
            await Expect(visit.Link($"quoted-{look}")).ToBeVisibleAsync();
            Assert.Equal(2, (await DownloadAsync(visit)).Length);
        });
        client.Dispose();

        static async Task<string[]> DownloadAsync(Visit visit)
        {
            var file = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Button("Export CSV").ClickAsync());
            Assert.Equal("links.csv", file.SuggestedFilename);
            var text = await File.ReadAllTextAsync(await file.PathAsync(), TestContext.Current.CancellationToken);
            return text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        }
    }

    [Fact]
    public async Task Shows_an_admin_the_links_of_an_owner_and_of_everybody()
    {
        var (client, _) = await console.HolderAsync("console-other-owner", "links");
        using var made = await client.PostAsync("/api/links", new { url = "https://example.com/theirs", alias = "console-theirs" });
        await console.VisitAsync(Look.Desktop, async visit =>
        {
            await visit.EnterAsync();
            await visit.Field("Whose links").SelectOptionAsync("Of an owner…");
            await visit.Field("Owner").FillAsync("console-other-owner");
            await visit.Button("Show").ClickAsync();
            await Expect(visit.Section("Links of console-other-owner").GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
            await Expect(visit.Section("Links of console-other-owner")).ToContainTextAsync("of console-other-owner");
            await visit.Field("Whose links").SelectOptionAsync("Everybody's");
            await visit.Field("Search links").FillAsync("console-theirs");
            await Expect(visit.Section("Everybody's links").GetByRole(AriaRole.Listitem)).ToContainTextAsync("of console-other-owner");
        });
        client.Dispose();
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
                : route.ContinueAsync(new() { Url = new Uri(console.App.Address, "/api/links?owner=console-sparse&limit=25").AbsoluteUri }));
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
