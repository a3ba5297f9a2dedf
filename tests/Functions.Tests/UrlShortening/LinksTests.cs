using System.Text.RegularExpressions;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>The life of a link, over HTTP.</summary>
public sealed partial class LinksTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const string Target = "https://example.com/a?sig=%2Bx%2F";

    [Fact]
    public async Task Answers_a_new_link_with_its_place_and_its_short_url()
    {
        using var client = await app.ClientAsync("answers", "links");
        using var created = await client.PostAsync("/api/links", new { url = Target });
        var key = created.Text("key");
        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Matches(PoolKey(), key);
        Assert.Equal($"/api/links/{key}", created.Header("Location"));
        Assert.Equal($"{app.Address.GetLeftPart(UriPartial.Authority)}/{key}", created.Text("shortUrl"));
        Assert.Equal((Target, "answers", 301), (created.Text("url"), created.Text("owner"), created.Json.GetProperty("redirect").GetInt32()));
        Assert.Equal(created.Json.GetProperty("createdAt").GetDateTimeOffset().AddYears(1), created.Json.GetProperty("expiresAt").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Leads_whoever_follows_it_to_exactly_its_url(string method)
    {
        using var client = await app.ClientAsync("follows", "links");
        using var anonymous = app.Anonymous();
        using var created = await client.PostAsync("/api/links", new { url = Target });
        using var followed = await anonymous.SendAsync(new HttpMethod(method), created.Text("shortUrl"));
        Assert.Equal(HttpStatusCode.MovedPermanently, followed.Status);
        Assert.Equal(Target, followed.Header("Location"));
        Assert.Equal("public, max-age=3600", followed.Header("Cache-Control"));
        Assert.Empty(followed.Body);
    }

    [Fact]
    public async Task Lets_no_client_keep_a_302()
    {
        using var client = await app.ClientAsync("temporary", "links");
        using var created = await client.PostAsync("/api/links", new { url = Target, redirect = 302 });
        using var followed = await client.GetAsync(created.Text("shortUrl"));
        Assert.Equal((HttpStatusCode.Found, "no-store"), (followed.Status, followed.Header("Cache-Control")));
    }

    [Fact]
    public async Task Lets_no_client_keep_a_redirect_past_the_end_of_its_link()
    {
        using var client = await app.ClientAsync("short-lived", "links");
        using var created = await client.PostAsync("/api/links", new { url = Target, expiresIn = "PT30M" });
        using var followed = await client.GetAsync(created.Text("shortUrl"));
        var maxAge = int.Parse(followed.Header("Cache-Control")!["public, max-age=".Length..], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(maxAge, 1, 30 * 60);
    }

    [Fact]
    public async Task Keeps_an_alias_for_the_first_who_asks()
    {
        using var client = await app.ClientAsync("alias", "links");
        using var first = await client.PostAsync("/api/links", new { url = Target, alias = "My-Alias" });
        using var second = await client.PostAsync("/api/links", new { url = "https://example.com/other", alias = "My-Alias" });
        using var otherCase = await client.PostAsync("/api/links", new { url = "https://example.com/other", alias = "my-alias" });
        Assert.Equal("My-Alias", first.Text("key"));
        second.IsProblem(HttpStatusCode.Conflict, "alias-taken");
        Assert.Equal(HttpStatusCode.Created, otherCase.Status);
    }

    [Fact]
    public async Task Gives_the_same_url_another_key_each_time()
    {
        using var client = await app.ClientAsync("twice", "links");
        using var first = await client.PostAsync("/api/links", new { url = Target });
        using var second = await client.PostAsync("/api/links", new { url = Target });
        Assert.NotEqual(first.Text("key"), second.Text("key"));
    }

    [Fact]
    public async Task Creates_each_link_of_a_batch_or_says_why_not()
    {
        using var client = await app.ClientAsync("batch", "links");
        using var created = await client.PostTextAsync(
            "/api/links",
            """[{"url":"https://example.com/1"},{"url":"javascript:alert(1)"},5,{"url":"https://example.com/2","colour":"red"},{"url":"https://example.com/3"}]""");
        var items = created.Json.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(HttpStatusCode.OK, created.Status);
        Assert.Equal([201, 400, 400, 400, 201], items.Select(item => item.GetProperty("status").GetInt32()));
        Assert.Equal("https://example.com/3", items[4].GetProperty("link").GetProperty("url").GetString());
        Assert.True(items[1].GetProperty("problem").GetProperty("errors").TryGetProperty("url", out _));
        Assert.True(items[3].GetProperty("problem").GetProperty("errors").TryGetProperty("colour", out _));
        using var listed = await client.GetAsync("/api/links");
        Assert.Equal(2, listed.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Takes_a_batch_of_100_and_no_more()
    {
        using var client = await app.ClientAsync("hundred", "links");
        using var full = await client.PostAsync("/api/links", Enumerable.Range(0, 100).Select(i => new { url = $"https://example.com/{i}" }));
        using var over = await client.PostAsync("/api/links", Enumerable.Range(0, 101).Select(i => new { url = $"https://example.com/{i}" }));
        Assert.All(full.Json.GetProperty("items").EnumerateArray(), item => Assert.Equal(201, item.GetProperty("status").GetInt32()));
        over.Refuses("body", "at most 100");
        using var listed = await client.GetAsync("/api/links?limit=1000");
        Assert.Equal(100, listed.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Shows_changes_and_deletes_a_link()
    {
        using var client = await app.ClientAsync("life", "links");
        using var created = await client.PostAsync("/api/links", new { url = Target });
        var place = created.Header("Location")!;
        using var shown = await client.GetAsync(place);
        Assert.Equal(created.Json.GetRawText(), shown.Json.GetRawText());

        using var changed = await client.PatchAsync(place, new { url = "https://example.com/new", redirect = 302, expiresAt = "2030-01-01T12:00:00+02:00" });
        using var followed = await client.GetAsync(created.Text("shortUrl"));
        Assert.Equal((HttpStatusCode.OK, "2030-01-01T10:00:00Z"), (changed.Status, changed.Text("expiresAt")));
        Assert.Equal((HttpStatusCode.Found, "https://example.com/new"), (followed.Status, followed.Header("Location")));

        using var deleted = await client.DeleteAsync(place);
        using var again = await client.DeleteAsync(place);
        using var gone = await client.GetAsync(created.Text("shortUrl"));
        using var shownGone = await client.GetAsync(place);
        using var changedGone = await client.PatchAsync(place, new { redirect = 301 });
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        again.IsProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Equal("no-store", gone.IsProblem(HttpStatusCode.Gone, "link-gone").Header("Cache-Control"));
        shownGone.IsProblem(HttpStatusCode.Gone, "link-gone");
        changedGone.IsProblem(HttpStatusCode.Gone, "link-gone");
    }

    [Theory]
    [InlineData("/aaaaaaaa")]
    [InlineData("/favicon.ico")]
    [InlineData("/abc")]
    [InlineData("/%E2%98%83%E2%98%83%E2%98%83%E2%98%83")]
    public async Task Knows_nothing_of_a_key_that_was_never_issued(string path)
    {
        using var client = app.Anonymous();
        using var followed = await client.GetAsync(path);
        Assert.Equal("no-store", followed.IsProblem(HttpStatusCode.NotFound, "not-found").Header("Cache-Control"));
    }

    [Fact]
    public async Task Lists_the_callers_own_links_page_by_page_newest_first()
    {
        using var client = await app.ClientAsync("lister", "links");
        using var stranger = await app.ClientAsync("lister-2", "links");
        var keys = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            using var created = await client.PostAsync("/api/links", new { url = $"https://example.com/{i}" });
            using var other = await stranger.PostAsync("/api/links", new { url = $"https://example.com/{i}" });
            keys.Add(created.Text("key"));
        }

        using var removed = await client.DeleteAsync($"/api/links/{keys[3]}");
        var listed = new List<(DateTimeOffset CreatedAt, string Key)>();
        var sizes = new List<int>();
        var path = "/api/links?limit=4";
        while (path is not null)
        {
            using var page = await client.GetAsync(path);
            var items = page.Json.GetProperty("items").EnumerateArray().ToArray();
            listed.AddRange(items.Select(item => (item.GetProperty("createdAt").GetDateTimeOffset(), item.GetProperty("key").GetString()!)));
            sizes.Add(items.Length);
            path = page.Json.GetProperty("continuation").GetString() is { } next ? $"/api/links?limit=4&continuation={next}" : null;
        }

        Assert.Equal([4, 2], sizes);
        Assert.Equal(keys.Where(key => key != keys[3]).Order(), listed.Select(link => link.Key).Order());
        Assert.Equal(listed.OrderByDescending(link => link.CreatedAt).Select(link => link.CreatedAt), listed.Select(link => link.CreatedAt));
    }

    [Fact]
    public async Task Keeps_owners_apart_and_lets_an_admin_do_all()
    {
        using var owner = await app.ClientAsync("owner", "links");
        using var stranger = await app.ClientAsync("stranger", "links");
        using var admin = app.Admin();
        using var created = await owner.PostAsync("/api/links", new { url = Target });
        var place = created.Header("Location")!;
        using var read = await stranger.GetAsync(place);
        using var change = await stranger.PatchAsync(place, new { url = "https://evil.example/" });
        using var delete = await stranger.DeleteAsync(place);
        read.IsProblem(HttpStatusCode.Forbidden, "not-owner");
        change.IsProblem(HttpStatusCode.Forbidden, "not-owner");
        delete.IsProblem(HttpStatusCode.Forbidden, "not-owner");
        using var unchanged = await owner.GetAsync(place);
        Assert.Equal(Target, unchanged.Text("url"));

        using var byAdmin = await admin.PatchAsync(place, new { url = "https://example.com/admin" });
        using var gone = await admin.DeleteAsync(place);
        Assert.Equal(("https://example.com/admin", "owner"), (byAdmin.Text("url"), byAdmin.Text("owner")));
        Assert.Equal(HttpStatusCode.NoContent, gone.Status);
    }

    [GeneratedRegex("^[0-9A-Za-z]{8}$")]
    private static partial Regex PoolKey();
}
