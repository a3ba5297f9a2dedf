using System.Text.Json;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>Titles, tags, search and forwarded queries, over HTTP.</summary>
public sealed class LinkFieldsTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task Keep_a_title_and_tags_and_give_them_back()
    {
        using var client = await app.ClientAsync("titled", "links");
        using var created = await client.PostAsync("/api/links", new { url = "https://example.com/", title = "Größe 🌷", tags = new[] { "b", "a c" }, forwardQuery = true });
        Assert.Equal("""{"title":"Größe 🌷","tags":["b","a c"],"forwardQuery":true}""", FieldsOf(created.Json));
        using var read = await client.GetAsync(created.Header("Location")!);
        Assert.Equal(FieldsOf(created.Json), FieldsOf(read.Json));
        using var plain = await client.PostAsync("/api/links", new { url = "https://example.com/" });
        Assert.Equal("""{"title":null,"tags":[],"forwardQuery":false}""", FieldsOf(plain.Json));
    }

    [Theory]
    [InlineData("""{"title":"New"}""", """{"title":"New","tags":["a","b"],"forwardQuery":true}""")]
    [InlineData("""{"title":null}""", """{"title":null,"tags":["a","b"],"forwardQuery":true}""")]
    [InlineData("""{"tags":["c"]}""", """{"title":"Old","tags":["c"],"forwardQuery":true}""")]
    [InlineData("""{"tags":[]}""", """{"title":"Old","tags":[],"forwardQuery":true}""")]
    [InlineData("""{"tags":null}""", """{"title":"Old","tags":[],"forwardQuery":true}""")]
    [InlineData("""{"forwardQuery":false}""", """{"title":"Old","tags":["a","b"],"forwardQuery":false}""")]
    [InlineData("""{"forwardQuery":null,"url":"https://example.com/new"}""", """{"title":"Old","tags":["a","b"],"forwardQuery":false}""")]
    [InlineData("{}", """{"title":"Old","tags":["a","b"],"forwardQuery":true}""")]
    public async Task Change_what_a_patch_names_and_remove_what_it_sets_to_null(string patch, string expected)
    {
        using var client = await app.ClientAsync("patched", "links");
        using var created = await client.PostAsync("/api/links", new { url = "https://example.com/", title = "Old", tags = new[] { "a", "b" }, forwardQuery = true });
        using var changed = await client.SendAsync(HttpMethod.Patch, created.Header("Location")!, patch);
        Assert.Equal(expected, FieldsOf(changed.Json));
        using var read = await client.GetAsync(created.Header("Location")!);
        Assert.Equal(expected, FieldsOf(read.Json));
    }

    [Theory]
    [InlineData("""{"title":7}""", "title")]
    [InlineData("""{"title":"a\nb"}""", "title")]
    [InlineData("""{"tags":"a"}""", "tags")]
    [InlineData("""{"tags":["a",null]}""", "tags")]
    [InlineData("""{"tags":["a","a"]}""", "tags")]
    [InlineData("""{"tags":["a,b"]}""", "tags")]
    [InlineData("""{"tags":["1","2","3","4","5","6","7","8","9","10","11"]}""", "tags")]
    [InlineData("""{"forwardQuery":"yes"}""", "forwardQuery")]
    public async Task Are_refused_where_they_can_not_be_used(string fields, string field)
    {
        using var client = await app.ClientAsync("refused", "links");
        using var created = await client.PostAsync("/api/links", new { url = "https://example.com/" });
        using var made = await client.PostTextAsync("/api/links", """{"url":"https://example.com/",""" + fields[1..]);
        using var changed = await client.SendAsync(HttpMethod.Patch, created.Header("Location")!, fields);
        foreach (var refused in new[] { made, changed })
        {
            refused.IsProblem(HttpStatusCode.BadRequest, "invalid-request");
            Assert.Contains(refused.Json.GetProperty("errors").EnumerateObject(), error => error.Name.StartsWith(field, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Find_the_callers_links_by_tag_page_by_page()
    {
        using var client = await app.ClientAsync("tagger", "links");
        using var stranger = await app.ClientAsync("other-tagger", "links");
        using var strangers = await stranger.PostAsync("/api/links", new { url = "https://example.com/", tags = new[] { "a b" } });
        var keys = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            using var created = await client.PostAsync("/api/links", new { url = "https://example.com/", tags = i % 2 == 0 ? new[] { "a b", "x" } : ["x"] });
            if (i % 2 == 0)
            {
                keys.Insert(0, created.Text("key"));
            }
        }

        using var first = await client.GetAsync("/api/links?tag=a%20b&limit=2");
        using var second = await client.GetAsync($"/api/links?tag=a+b&limit=2&continuation={first.Text("continuation")}");
        Assert.Equal(keys, KeysOf(first).Concat(KeysOf(second)));
        Assert.Equal(JsonValueKind.Null, second.Json.GetProperty("continuation").ValueKind);
        using var none = await client.GetAsync("/api/links?tag=A%20b");
        Assert.Empty(KeysOf(none));
    }

    [Fact]
    public async Task Find_an_exact_key_or_the_host_of_a_target()
    {
        using var client = await app.ClientAsync("searcher", "links");
        using var stranger = await app.ClientAsync("other-searcher", "links");
        using var strangers = await stranger.PostAsync("/api/links", new { url = "https://searched.example/", alias = "strangers-key" });
        using var older = await client.PostAsync("/api/links", new { url = "https://searched.example/a" });
        using var newer = await client.PostAsync("/api/links", new { url = "http://SEARCHED.example:8080/b", alias = "searched-key" });
        using var byHost = await client.GetAsync("/api/links?q=Searched.Example");
        using var byKey = await client.GetAsync("/api/links?q=searched-key");
        using var byPart = await client.GetAsync("/api/links?q=searched");
        using var others = await client.GetAsync("/api/links?q=strangers-key");
        Assert.Equal([newer.Text("key"), older.Text("key")], KeysOf(byHost));
        Assert.Equal(["searched-key"], KeysOf(byKey));
        Assert.Empty(KeysOf(byPart));
        Assert.Empty(KeysOf(others));
    }

    [Theory]
    [InlineData("q=two%20words", "q", "nothing else is searched")]
    [InlineData("q=https://example.com/", "q", "nothing else is searched")]
    [InlineData("q=", "q", "nothing else is searched")]
    [InlineData("q=example.com&tag=a", "q", "can't be given together with tag")]
    [InlineData("tag=", "tag", "1-50 characters")]
    [InlineData("tag=a&tag=b", "tag", "commas")]
    public async Task Say_what_can_not_be_searched_for(string query, string field, string reason)
    {
        using var client = await app.ClientAsync("searcher", "links");
        using var refused = await client.GetAsync("/api/links?" + query);
        refused.IsProblem(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Contains(reason, refused.Json.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.com/a?c=1#top", true, "?utm_source=x&c=2&b=%c3%A4+d&&e", "https://example.com/a?c=1&utm_source=x&b=%c3%A4+d&&e#top")]
    [InlineData("https://example.com/a", true, "?%zz='(1)'&x=%2B%7e", "https://example.com/a?%zz='(1)'&x=%2B%7e")]
    [InlineData("https://example.com/a", true, "", "https://example.com/a")]
    [InlineData("https://example.com/a?c=1#top", false, "?b=2", "https://example.com/a?c=1#top")]
    public async Task Lead_on_with_the_visitors_query_where_the_link_says_so(string url, bool forwardQuery, string query, string expected)
    {
        using var client = await app.ClientAsync("forwarder", "links");
        using var created = await client.PostAsync("/api/links", new { url, forwardQuery });
        using var visitor = app.Anonymous();
        // Twice: from the store, and from memory.
        for (var i = 0; i < 2; i++)
        {
            var asSent = new Uri($"{app.Address}{created.Text("key")}{query}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
            using var followed = await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Get, asSent));
            Assert.Equal((HttpStatusCode.MovedPermanently, expected), (followed.Status, followed.Header("Location")));
        }
    }

    private static string FieldsOf(JsonElement link)
    {
        var title = link.GetProperty("title").ValueKind == JsonValueKind.Null ? "null" : $"\"{link.GetProperty("title").GetString()}\"";
        return $$"""{"title":{{title}},"tags":{{link.GetProperty("tags").GetRawText()}},"forwardQuery":{{link.GetProperty("forwardQuery").GetRawText()}}}""";
    }

    private static IEnumerable<string> KeysOf(ApiResponse page) => page.Json.GetProperty("items").EnumerateArray().Select(link => link.GetProperty("key").GetString()!);
}
