using Microsoft.Playwright;
using Serverless.Console.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Serverless.Console.Tests.Links;

/// <summary>What people see who follow a link that leads nowhere: readable in every look, without a violation that axe finds.</summary>
public sealed class VisitorPagesTests(ConsoleApp console)
{
    [Theory]
    [MemberData(nameof(Look.All), MemberType = typeof(Look))]
    public async Task Are_accessible_and_fit_in_every_look(string look)
    {
        using var admin = console.App.Admin();
        using var made = await admin.PostAsync("/api/links", new { url = "https://example.com/", alias = $"visited-{look}" });
        using var deleted = await admin.DeleteAsync($"/api/links/visited-{look}");
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            visit.Expects(HttpStatusCode.NotFound);
            visit.Expects(HttpStatusCode.Gone);
            await ShowsAsync(visit, "no-such-link", HttpStatusCode.NotFound, "This link does not exist");
            await ShowsAsync(visit, $"visited-{look}", HttpStatusCode.Gone, "This link is no longer valid");
        });
    }

    [Theory]
    [InlineData("de-DE", "de", "Diesen Link gibt es nicht")]
    [InlineData("pl-PL", "pl", "Ten link nie istnieje")]
    [InlineData("ja-JP", "en", "This link does not exist")]
    public Task Speak_the_visitors_language_where_it_is_one_of_a_few(string locale, string language, string title) =>
        console.VisitAsync(Look.Phone with { Locale = locale }, async visit =>
        {
            visit.Expects(HttpStatusCode.NotFound);
            await ShowsAsync(visit, "no-such-link", HttpStatusCode.NotFound, title);
            await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", language);
        });

    private static async Task ShowsAsync(Visit visit, string key, HttpStatusCode status, string title)
    {
        var response = await visit.Page.GotoAsync(new Uri(visit.Console.App.Address, key).AbsoluteUri);
        Assert.Equal((int)status, response!.Status);
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = title, Exact = true })).ToBeVisibleAsync();
        await Expect(visit.Page).ToHaveTitleAsync(title);
        Assert.Empty(await Axe.ViolationsAsync(visit.Page));
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        await visit.Page.ScreenshotAsync(new() { Path = Pictures.PathOf($"visitor-{(int)status}", visit.Look) });
    }
}
