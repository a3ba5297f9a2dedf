using System.Text;
using System.Text.RegularExpressions;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>What visitors get who follow a link that leads nowhere: a page where they read pages, a problem document where they don't.</summary>
[Trait(TestHost.Trait, TestHost.Local)]
public sealed partial class VisitorPageTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    [Theory]
    [InlineData(Browser, true)]
    [InlineData("text/html", true)]
    [InlineData("TEXT/HTML;q=0.5", true)]
    [InlineData("application/xhtml+xml", true)]
    [InlineData("text/html, application/json", true)]
    [InlineData("application/json;q=0.8, text/html;q=0.9", true)]
    [InlineData("application/json, text/html;q=0.9", false)]
    [InlineData("application/json, text/html", false)]
    [InlineData("application/problem+json", false)]
    [InlineData("application/json", false)]
    [InlineData("text/html;q=0", false)]
    [InlineData("text/plain", false)]
    [InlineData("*/*", false)]
    [InlineData("nonsense", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public async Task Are_shown_a_page_where_they_wish_for_one(string? accept, bool isPage)
    {
        using var answer = await VisitAsync("/no-such-link", accept);
        if (isPage)
        {
            Assert.Equal((HttpStatusCode.NotFound, "text/html; charset=utf-8", "no-store"), (answer.Status, answer.Header("Content-Type"), answer.Header("Cache-Control")));
        }
        else
        {
            answer.IsProblem(HttpStatusCode.NotFound, "not-found");
        }
    }

    [Fact]
    public async Task Are_told_what_became_of_the_link()
    {
        using var client = await app.ClientAsync("shown", "links");
        using var created = await client.PostAsync("/api/links", new { url = "https://example.com/", alias = "shown-gone" });
        using var deleted = await client.DeleteAsync("/api/links/shown-gone");
        using var unknown = await VisitAsync("/no-such-link", Browser);
        using var gone = await VisitAsync("/shown-gone", Browser);
        Assert.Equal((HttpStatusCode.NotFound, "This link does not exist"), (unknown.Status, TitleOf(unknown)));
        Assert.Equal((HttpStatusCode.Gone, "This link is no longer valid"), (gone.Status, TitleOf(gone)));
    }

    [Theory]
    [InlineData("de-CH, en;q=0.5", "de", "Diesen Link gibt es nicht")]
    [InlineData("ja, fr;q=0.5, de;q=0.7", "de", "Diesen Link gibt es nicht")]
    [InlineData("pt-BR", "pt", "Este link não existe")]
    [InlineData("ja", "en", "This link does not exist")]
    [InlineData("de;q=0", "en", "This link does not exist")]
    [InlineData("*", "en", "This link does not exist")]
    [InlineData("%%%", "en", "This link does not exist")]
    [InlineData(null, "en", "This link does not exist")]
    public async Task Are_told_in_their_language_where_there_is_a_text(string? acceptLanguage, string language, string title)
    {
        using var answer = await VisitAsync("/no-such-link", Browser, acceptLanguage);
        Assert.Equal((language, title), (answer.Header("Content-Language"), WebUtility.HtmlDecode(TitleOf(answer))));
        Assert.Contains($"<html lang=\"{language}\">", PageOf(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_a_small_page_that_runs_nothing_and_asks_nobody()
    {
        using var answer = await VisitAsync("/no-such-link", Browser);
        Assert.True(answer.Body.Length < 2_048);
        Assert.DoesNotContain("<script", PageOf(answer), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(src|href)=", PageOf(answer));
        Assert.Contains("default-src 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal(("nosniff", "no-referrer", "Accept, Accept-Language"), (answer.Header("X-Content-Type-Options"), answer.Header("Referrer-Policy"), answer.Header("Vary")));
    }

    [Fact]
    public async Task Get_the_same_headers_without_a_page_for_a_look_at_them()
    {
        using var visitor = app.Anonymous();
        var request = new HttpRequestMessage(HttpMethod.Head, "/no-such-link");
        request.Headers.TryAddWithoutValidation("Accept", Browser);
        using var answer = await visitor.SendAsync(request);
        Assert.Equal((HttpStatusCode.NotFound, "text/html; charset=utf-8", 0), (answer.Status, answer.Header("Content-Type"), answer.Body.Length));
    }

    [Fact]
    public async Task Are_sent_elsewhere_where_the_operator_says_so()
    {
        using var folder = new TempFolder();
        await using var cluster = await LocalCluster.StartAsync(
        [
            "--port", "0", "--data", folder.Path, "--Links:NotFoundUrl", "https://example.com/missing?from=short#top", "--Links:GoneUrl", "https://example.com/gone",
            "--Links:BlockedHosts:0", "evil.example", .. await Backing.ArgumentsAsync(folder.Path),
        ]);
        using var client = new ApiClient(cluster.Addresses[0], cluster.AdminKey!.Key);
        using var created = await client.PostAsync("/api/links", new { url = "https://example.com/", alias = "was-there" });
        using var deleted = await client.DeleteAsync("/api/links/was-there");
        foreach (var accept in new[] { Browser, "*/*", null })
        {
            using var unknown = await VisitAsync(client, "/no-such-link", accept);
            using var gone = await VisitAsync(client, "/was-there", accept);
            Assert.Equal((HttpStatusCode.Found, "https://example.com/missing?from=short#top", "no-store"), (unknown.Status, unknown.Header("Location"), unknown.Header("Cache-Control")));
            Assert.Equal((HttpStatusCode.Found, "https://example.com/gone"), (gone.Status, gone.Header("Location")));
        }

        using var asked = await VisitAsync(client, "/no-such-link", "application/json");
        asked.IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    private static string TitleOf(ApiResponse answer) => Title().Match(PageOf(answer)).Groups[1].Value;

    private static string PageOf(ApiResponse answer) => Encoding.UTF8.GetString(answer.Body);

    private static async Task<ApiResponse> VisitAsync(ApiClient visitor, string path, string? accept, string? acceptLanguage = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("Accept-Language", acceptLanguage);
        return await visitor.SendAsync(request);
    }

    private async Task<ApiResponse> VisitAsync(string path, string? accept, string? acceptLanguage = null)
    {
        using var visitor = app.Anonymous();
        return await VisitAsync(visitor, path, accept, acceptLanguage);
    }

    [GeneratedRegex("<title>(.*)</title>")]
    private static partial Regex Title();
}
