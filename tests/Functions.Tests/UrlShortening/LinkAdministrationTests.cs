using System.Text;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>What owners and admins do with links over HTTP, beside making and following them.</summary>
public sealed class LinkAdministrationTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task Makes_a_link_once_for_an_idempotency_key_and_refuses_another_body_under_it()
    {
        using var client = await app.ClientAsync("idem-one", "links");
        using var first = await PostAsync(client, """{"url":"https://example.com/once"}""", "\"key-1\"");
        using var again = await PostAsync(client, """{"url":"https://example.com/once"}""", "key-1");
        using var other = await PostAsync(client, """{"url":"https://example.com/other"}""", "key-1");
        using var invalid = await PostAsync(client, """{"url":"https://example.com/once"}""", "with blank");
        Assert.Equal((201, 201, 422, 400), ((int)first.Status, (int)again.Status, (int)other.Status, (int)invalid.Status));
        Assert.Equal(first.Json.GetRawText(), again.Json.GetRawText());
        Assert.Equal("urn:problem-type:serverless:idempotency-mismatch", other.Text("type"));
    }

    [Fact]
    public async Task Makes_a_batch_once_for_an_idempotency_key()
    {
        using var client = await app.ClientAsync("idem-batch", "links");
        const string Batch = """[{"url":"https://example.com/1"},{"url":"nowhere"},{"link":"https://example.com/2"},{"url":"https://example.com/3","alias":"idem-3"}]""";
        using var first = await PostAsync(client, Batch, "batch");
        using var again = await PostAsync(client, Batch, "batch");
        Assert.Equal([201, 400, 400, 201], first.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("status").GetInt32()));
        Assert.Equal(first.Json.GetRawText(), again.Json.GetRawText());
        using var list = await client.GetAsync("/api/links");
        Assert.Equal(2, list.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Brings_back_a_deleted_link_whose_statistics_were_readable_all_the_time()
    {
        using var client = await app.ClientAsync("restorer", "links");
        using var stranger = await app.ClientAsync("stranger", "links");
        using var created = await client.PostAsync("/api/links", new { url = "https://example.com/back", alias = "back-again" });
        using var deleted = await client.DeleteAsync("/api/links/back-again");
        using var stats = await client.GetAsync("/api/links/back-again/stats");
        using var gone = await client.GetAsync("/back-again");
        using var foreign = await stranger.SendAsync(HttpMethod.Post, "/api/links/back-again/restore");
        using var restored = await client.SendAsync(HttpMethod.Post, "/api/links/back-again/restore");
        using var followed = await client.GetAsync("/back-again");
        Assert.Equal((204, 200, 410, 403, 200, 301), ((int)deleted.Status, (int)stats.Status, (int)gone.Status, (int)foreign.Status, (int)restored.Status, (int)followed.Status));
        Assert.Equal(created.Json.GetRawText(), restored.Json.GetRawText());
    }

    [Fact]
    public async Task Lets_an_admin_make_a_link_as_it_was_elsewhere_and_lists_it_so()
    {
        using var admin = app.Admin();
        using var created = await admin.PostAsync("/api/links", new { url = "https://example.com/", key = "z", owner = "elsewhere", createdAt = "2020-02-03", clicks = 12, bots = 3 });
        using var ended = await admin.PostAsync("/api/links", new { url = "https://example.com/", key = "zz", owner = "elsewhere", createdAt = "2020-02-03T00:00:00+01:00", endedAt = created.Text("createdAt"), expiresAt = "2020-03-01" });
        using var list = await admin.GetAsync("/api/links?owner=elsewhere");
        using var visited = await admin.GetAsync("/zz");
        using var stats = await admin.GetAsync("/api/links/z/stats");
        Assert.Equal((201, 201, 410), ((int)created.Status, (int)ended.Status, (int)visited.Status));
        var items = list.Json.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(["z", "zz"], items.Select(item => item.GetProperty("key").GetString()));
        Assert.Equal(("2020-02-03T00:00:00Z", 12, 3), (items[0].GetProperty("createdAt").GetString(), items[0].GetProperty("clicks").GetInt64(), items[0].GetProperty("bots").GetInt64()));
        Assert.False(items[0].TryGetProperty("endedAt", out _));
        Assert.Equal(12, stats.Json.GetProperty("clicks").GetInt64());
    }

    [Theory]
    [InlineData("key", "\"x\"")]
    [InlineData("owner", "\"other\"")]
    [InlineData("createdAt", "\"2020-01-01\"")]
    [InlineData("clicks", "1")]
    [InlineData("bots", "1")]
    public async Task Refuses_to_others_what_is_an_admins_to_say_and_names_it(string field, string value)
    {
        using var client = await app.ClientAsync("plain-maker", "links");
        using var refused = await client.PostTextAsync("/api/links", $$"""{"url":"https://example.com/","{{field}}":{{value}}}""");
        Assert.Equal(403, (int)refused.Status);
        Assert.Equal([field], refused.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Theory]
    [InlineData("GET", "/api/links?owners=shop")]
    [InlineData("GET", "/api/links?limit=1&page=2")]
    [InlineData("GET", "/api/links/abcd?fields=url")]
    [InlineData("POST", "/api/links?dry-run=true")]
    [InlineData("GET", "/api/topics?filter=a")]
    [InlineData("GET", "/api/ratelimit/rules?apis=shop")]
    [InlineData("GET", "/api/keys?owner=shop")]
    [InlineData("GET", "/api/health/live?verbose=1")]
    [InlineData("GET", "/api/openapi.json?v=3")]
    public async Task Refuses_query_parameters_that_nobody_knows(string method, string path)
    {
        using var admin = app.Admin();
        using var refused = await admin.SendAsync(new HttpMethod(method), path, method == "POST" ? """{"url":"https://example.com/"}""" : null);
        Assert.Equal(400, (int)refused.Status);
        Assert.Contains("is no parameter", refused.Json.GetProperty("errors").EnumerateObject().Single().Value[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/?from=mail")]
    [InlineData("/api/openapi.json")]
    public async Task Answers_HEAD_where_it_answers_GET(string path)
    {
        using var client = app.Anonymous();
        using var answer = await client.SendAsync(HttpMethod.Head, path);
        Assert.Equal(200, (int)answer.Status);
    }

    private static Task<ApiResponse> PostAsync(ApiClient client, string json, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/links") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return client.SendAsync(request);
    }
}
