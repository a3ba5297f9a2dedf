using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Serverless.Console.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Serverless.Console.Tests.RateLimits;

/// <summary>Trying checks, and watching the quota go.</summary>
public sealed partial class CheckPageTests(ConsoleApp console)
{
    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public async Task Counts_a_check_and_only_looks_when_asked_to(string look)
    {
        await RuleAsync($"once-{look}", 2);
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            visit.Expects(HttpStatusCode.BadRequest);
            await visit.EnterAtAsync("/limits/check");
            await visit.Button("Check once").ClickAsync();
            await visit.IsRefusedAsync("API", "must be");
            await visit.Field("API").FillAsync($"once-{look}");
            await visit.Field("Operation").FillAsync("read");
            await visit.Button("Look without counting").ClickAsync();
            await Expect(visit.Tile("Remaining")).ToHaveTextAsync("2 of 2");
            await Expect(visit.Tile("Allowed")).ToHaveTextAsync("0");
            await visit.Button("Check once").ClickAsync();
            await Expect(visit.Tile("Remaining")).ToHaveTextAsync("1 of 2");
            await Expect(visit.Tile("Allowed")).ToHaveTextAsync("1");
            await Expect(visit.Link($"once-{look}")).ToBeVisibleAsync();
            await visit.Field("Cost").FillAsync("2");
            await visit.Button("Check once").ClickAsync();
            await Expect(visit.Page.Locator(".verdict")).ToContainTextAsync("Denied: try again in");
        });
    }

    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public async Task Charts_what_is_allowed_denied_and_left_while_checks_go_on(string look)
    {
        await RuleAsync($"live-{look}", 5);
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            await visit.EnterAtAsync($"/limits/check?api=live-{look}&op=read");
            await visit.Field("Repeat").SelectOptionAsync("20 a second");
            await visit.Button("Start").ClickAsync();
            await Expect(visit.Tile("Allowed")).ToHaveTextAsync("5");
            await Expect(visit.Tile("Denied")).Not.ToHaveTextAsync("0");
            await Expect(visit.Tile("Remaining")).ToHaveTextAsync("0 of 5");
            await visit.Button("Stop").ClickAsync();
            await visit.IsToldAsync("Stopped: 5 allowed,");
            await Expect(visit.Button("Start")).ToBeVisibleAsync();

            Assert.True(await visit.Page.Locator(".plot canvas").EvaluateAsync<bool>(PaintedCanvas.Script));
            await Expect(visit.Page.GetByRole(AriaRole.Img, new() { NameRegex = InNumbers() })).ToBeVisibleAsync();
            await visit.Page.GetByText("Data as a table").ClickAsync();
            var rows = await visit.Page.GetByRole(AriaRole.Row).AllInnerTextsAsync();
            Assert.Equal("Time\tDenied a second\tAllowed a second\tRemaining", rows[0]);
            Assert.Equal(5, rows.Skip(1).Sum(row => int.Parse(row.Split('\t')[2], System.Globalization.CultureInfo.InvariantCulture)));
            await visit.Button("Clear").ClickAsync();
            await Expect(visit.Page.GetByText("Nothing checked yet")).ToBeVisibleAsync();
        });
    }

    private async Task RuleAsync(string id, int requests)
    {
        using var admin = console.App.Admin();
        using var made = await admin.PutAsync($"/api/ratelimit/rules/{id}", new { api = id, op = "read", timeUnit = "day", requests });
        Assert.Equal(HttpStatusCode.Created, made.Status);
    }

    [GeneratedRegex("^Decisions over [0-9]+ seconds: 5 allowed, [1-9][0-9]* denied")]
    private static partial Regex InNumbers();
}
