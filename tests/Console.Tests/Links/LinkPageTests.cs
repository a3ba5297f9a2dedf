using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Serverless.Console.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Serverless.Console.Tests.Links;

/// <summary>One link: its clicks, its code, its end.</summary>
public sealed class LinkPageTests(ConsoleApp console)
{
    [Theory]
    [MemberData(nameof(Look.LinkUsers), MemberType = typeof(Look))]
    public async Task Shows_clicks_by_day_as_a_chart_and_as_a_table(string look, string scope)
    {
        var alias = $"clicked-{look}";
        var key = await LinkAsync(alias, scope);
        using var anybody = console.App.Anonymous();
        for (var i = 0; i < 3; i++)
        {
            using var followed = await anybody.GetAsync($"/{alias}");
        }

        var robot = new HttpRequestMessage(HttpMethod.Get, $"/{alias}");
        robot.Headers.TryAddWithoutValidation("User-Agent", "curl/8.5.0");
        using var crawled = await anybody.SendAsync(robot);
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            await visit.EnterAtAsync($"/links/{alias}", key);
            await Expect(visit.Tile("Clicks in all")).ToHaveTextAsync("3");
            await Expect(visit.Tile("Robots and previews")).ToHaveTextAsync("1");
            await Expect(visit.Page.GetByRole(AriaRole.Img, new() { NameRegex = new Regex("^Clicks by day: 3 in all") })).ToBeVisibleAsync();
            Assert.True(await visit.Page.Locator(".plot canvas").EvaluateAsync<bool>(PaintedCanvas.Script));
            await visit.Page.GetByText("Data as a table").ClickAsync();
            var rows = visit.Page.GetByRole(AriaRole.Row);
            await Expect(rows).ToHaveCountAsync(15);
            await Expect(rows.Nth(1)).ToContainTextAsync("3");
            await Expect(visit.Page.GetByText("Directly")).ToBeVisibleAsync();
        });
    }

    [Theory]
    [MemberData(nameof(Look.LinkUsers), MemberType = typeof(Look))]
    public async Task Shows_a_code_to_scan(string look, string scope)
    {
        var alias = $"scanned-{look}";
        var key = await LinkAsync(alias, scope);
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            await visit.EnterAtAsync($"/links/{alias}", key);
            var code = visit.Page.GetByRole(AriaRole.Img, new() { Name = $"QR code of {new Uri(console.App.Address, alias)}" });
            await Expect(code).ToBeVisibleAsync();
            Assert.True(await code.EvaluateAsync<bool>("image => image.decode().then(() => image.naturalWidth > 0)"));
            await Expect(visit.Link("Download SVG")).ToHaveAttributeAsync("download", $"{alias}.svg");
        });
    }

    [Theory]
    [MemberData(nameof(Look.LinkUsers), MemberType = typeof(Look))]
    public async Task Extends_the_expiry_by_days_or_to_a_date(string look, string scope)
    {
        var alias = $"extended-{look}";
        var key = await LinkAsync(alias, scope, "P10D");
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            visit.Expects(HttpStatusCode.BadRequest);
            await visit.EnterAtAsync($"/links/{alias}", key);
            await Expect(visit.Section("About")).ToContainTextAsync("in 10 days");
            await visit.Field("Extend by").SelectOptionAsync("7 days");
            await visit.Button("Extend expiry").ClickAsync();
            await visit.IsToldAsync("Expires in 17 days.");
            await Expect(visit.Section("About")).ToContainTextAsync("in 17 days");
            await visit.Field("Extend by").SelectOptionAsync("a date of your choice");
            await visit.Field("Last day (UTC)").FillAsync("2001-01-01");
            await visit.Button("Extend expiry").ClickAsync();
            await visit.IsRefusedAsync("Last day (UTC)", "must lie in the future");
        });
        using var admin = console.App.Admin();
        using var link = await admin.GetAsync($"/api/links/{alias}");
        Assert.Equal(17, (link.Json.GetProperty("expiresAt").GetDateTimeOffset() - link.Json.GetProperty("createdAt").GetDateTimeOffset()).TotalDays, 3);
    }

    [Theory]
    [MemberData(nameof(Look.LinkUsers), MemberType = typeof(Look))]
    public async Task Gives_it_a_title_and_tags_and_forwards_queries(string look, string scope)
    {
        var alias = $"named-{look}";
        var key = await LinkAsync(alias, scope);
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            visit.Expects(HttpStatusCode.BadRequest);
            await visit.EnterAtAsync($"/links/{alias}", key);
            await visit.Field("Title").FillAsync("Winter sale");
            await visit.Field("Tags").FillAsync("sale, sale");
            await visit.Field("Forward the query of the short URL").CheckAsync();
            await visit.Button("Save details").ClickAsync();
            await visit.IsRefusedAsync("Tags", "must not hold 'sale' twice");
            await visit.Field("Tags").FillAsync("sale, winter 2026");
            await visit.Button("Save details").ClickAsync();
            await visit.IsToldAsync("Details saved.");
            await Expect(visit.Section("About")).ToContainTextAsync("forwarded to the target");
        });
        using var admin = console.App.Admin();
        using var link = await admin.GetAsync($"/api/links/{alias}");
        Assert.Equal(("Winter sale", "[\"sale\",\"winter 2026\"]", true), (link.Text("title"), link.Json.GetProperty("tags").GetRawText(), link.Json.GetProperty("forwardQuery").GetBoolean()));
    }

    [Theory]
    [MemberData(nameof(Look.LinkUsers), MemberType = typeof(Look))]
    public async Task Deletes_only_after_a_second_yes(string look, string scope)
    {
        var alias = $"deleted-{look}";
        var key = await LinkAsync(alias, scope);
        using var anybody = console.App.Anonymous();
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            await visit.EnterAtAsync($"/links/{alias}", key);
            await visit.Button("Delete").ClickAsync();
            await Expect(visit.Dialog).ToContainTextAsync("it can be restored");
            await Expect(visit.Dialog).ToContainTextAsync("for up to an hour");
            await visit.Button("Cancel").ClickAsync();
            await Expect(visit.Dialog).ToBeHiddenAsync();
            using (var kept = await anybody.GetAsync($"/{alias}"))
            {
                Assert.Equal(HttpStatusCode.MovedPermanently, kept.Status);
            }

            await visit.ConfirmAsync("Delete", "Delete link");
            await visit.IsToldAsync($"Link {alias} deleted.");
            await Expect(visit.Title("Links")).ToBeFocusedAsync();
        });
        using var gone = await anybody.GetAsync($"/{alias}");
        Assert.Equal(HttpStatusCode.Gone, gone.Status);
    }

    [Theory]
    [MemberData(nameof(Look.LinkUsers), MemberType = typeof(Look))]
    public async Task Changes_where_it_leads_and_how(string look, string scope)
    {
        var alias = $"redirected-{look}";
        var key = await LinkAsync(alias, scope);
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            visit.Expects(HttpStatusCode.BadRequest);
            await visit.EnterAtAsync($"/links/{alias}", key);
            await visit.Field("Leads to").FillAsync("ftp://example.com/");
            await visit.Button("Save details").ClickAsync();
            await visit.IsRefusedAsync("Leads to", "must");
            await visit.Field("Leads to").FillAsync("https://example.com/somewhere-else?a=1");
            await visit.Field("Redirect").SelectOptionAsync("302, temporary");
            await visit.Button("Save details").ClickAsync();
            await visit.IsToldAsync("Details saved.");
            await Expect(visit.Section("About")).ToContainTextAsync("https://example.com/somewhere-else?a=1");
            await Expect(visit.Section("About")).ToContainTextAsync("302, temporary");
        });
        using var anybody = console.App.Anonymous();
        using var followed = await anybody.GetAsync($"/{alias}");
        Assert.Equal((HttpStatusCode.Found, "https://example.com/somewhere-else?a=1"), (followed.Status, followed.Header("Location")));
    }

    [Theory]
    [MemberData(nameof(Look.LinkUsers), MemberType = typeof(Look))]
    public async Task Brings_back_a_link_that_was_deleted(string look, string scope)
    {
        var alias = $"restored-{look}";
        var key = await LinkAsync(alias, scope);
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            visit.Expects(HttpStatusCode.Gone);
            await visit.EnterAtAsync($"/links/{alias}", key);
            await visit.ConfirmAsync("Delete", "Delete link");
            await visit.IsToldAsync($"Link {alias} deleted.");
            await visit.GoAsync($"/links/{alias}");
            await visit.Button("Restore").ClickAsync();
            await visit.IsToldAsync($"Link {alias} is back.");
            await Expect(visit.Section("About")).ToContainTextAsync("https://example.com/from-the-console");
        });
        using var anybody = console.App.Anonymous();
        using var followed = await anybody.GetAsync($"/{alias}");
        Assert.Equal(HttpStatusCode.MovedPermanently, followed.Status);
    }

    /// <summary>Makes a link, and returns a key of its owner.</summary>
    private async Task<string> LinkAsync(string alias, string scope, string expiresIn = "P30D")
    {
        var (client, key) = await console.HolderAsync($"of-{alias}", scope);
        using (client)
        {
            using var made = await client.PostAsync("/api/links", new { url = "https://example.com/from-the-console", alias, expiresIn });
            Assert.Equal(HttpStatusCode.Created, made.Status);
        }

        return key;
    }
}
