using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>Topics over HTTP.</summary>
public sealed class TopicsTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task Are_made_read_changed_and_deleted()
    {
        using var client = app.Admin();
        var path = "/api/topics/life-" + Guid.NewGuid().ToString("n");
        using var made = await client.PutAsync(path, new { });
        Assert.Equal((HttpStatusCode.Created, path), (made.Status, made.Header("location")));
        Assert.Equal("""{"mode":"untilAcknowledged"}""", made.Json.GetProperty("retention").GetRawText());
        Assert.Equal((1, "P7D"), (made.Json.GetProperty("shards").GetInt32(), made.Text("maxAge")));
        using var changed = await client.PutAsync(path, new { retention = new { mode = "keepFor", duration = "PT1H" }, maxAge = "P1D" });
        Assert.Equal((HttpStatusCode.OK, "P1D"), (changed.Status, changed.Text("maxAge")));
        using var read = await client.GetAsync(path);
        Assert.Equal("PT1H", read.Json.GetProperty("retention").GetProperty("duration").GetString());
        Assert.Equal(made.Text("createdAt"), read.Text("createdAt"));
        using var deleted = await client.DeleteAsync(path);
        using var again = await client.DeleteAsync(path);
        using var gone = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        again.IsProblem(HttpStatusCode.NotFound, "not-found");
        gone.IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Take_back_what_was_answered()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync(new { shards = 3, retention = new { mode = "keepFor", duration = "PT1H" } });
        using var read = await client.GetAsync($"/api/topics/{topic}");
        using var put = await client.PutTextAsync($"/api/topics/{topic}", read.Json.GetRawText());
        Assert.Equal((HttpStatusCode.OK, read.Json.GetRawText()), (put.Status, put.Json.GetRawText()));
    }

    [Fact]
    public async Task Never_change_their_number_of_shards()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync(new { shards = 3 });
        using var refused = await client.PutAsync($"/api/topics/{topic}", new { shards = 4 });
        refused.IsProblem(HttpStatusCode.Conflict, "shards-changed");
    }

    [Theory]
    [InlineData("""{"shards":0}""", "shards", "from 1 to 64")]
    [InlineData("""{"shards":65}""", "shards", "from 1 to 64")]
    [InlineData("""{"shards":"1"}""", "shards", "whole number")]
    [InlineData("""{"maxAge":"PT0S"}""", "maxAge", "PT1S to P365D")]
    [InlineData("""{"maxAge":"P366D"}""", "maxAge", "PT1S to P365D")]
    [InlineData("""{"maxAge":"a week"}""", "maxAge", "ISO 8601")]
    [InlineData("""{"retention":{}}""", "retention", "must have a mode")]
    [InlineData("""{"retention":{"mode":"forever"}}""", "retention", "must have a mode")]
    [InlineData("""{"retention":{"mode":"keepFor"}}""", "retention", "needs a duration")]
    [InlineData("""{"retention":{"mode":"untilAcknowledged","duration":"PT1S"}}""", "retention", "has no duration")]
    [InlineData("""{"retention":{"mode":"keepFor","duration":"P8D"}}""", "retention", "beyond maxAge")]
    [InlineData("""{"retention":{"mode":"keepFor","duration":"P1D","colour":1}}""", "retention.colour", "is not a field")]
    [InlineData("""{"retention":"keepFor"}""", "retention", "right type")]
    [InlineData("""{"partitions":1}""", "partitions", "is not a field")]
    [InlineData("""{"name":"other"}""", "name", "name in the path")]
    [InlineData("[]", "body", "must be a JSON object")]
    public async Task Are_refused_with_a_reason_and_not_made(string body, string field, string reason)
    {
        using var client = app.Admin();
        using var refused = await client.PutTextAsync("/api/topics/bad-one", body);
        refused.Refuses(field, reason);
        using var read = await client.GetAsync("/api/topics/bad-one");
        Assert.Equal(HttpStatusCode.NotFound, read.Status);
    }

    [Theory]
    [InlineData("a%20b")]
    [InlineData("%C3%A4")]
    [InlineData("a%2Fb")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Are_refused_by_a_name_that_is_none(string name)
    {
        using var client = app.Admin();
        using var put = await client.PutAsync($"/api/topics/{name}", new { });
        put.Refuses("name", "1-100 of the characters");
        using var read = await client.GetAsync($"/api/topics/{name}");
        Assert.Equal(HttpStatusCode.NotFound, read.Status);
    }

    [Fact]
    public async Task Are_listed_page_by_page()
    {
        using var client = app.Admin();
        var names = new HashSet<string>();
        for (var i = 0; i < 5; i++)
        {
            names.Add(await client.TopicAsync());
        }

        var (found, continuation) = (new List<string>(), "");
        do
        {
            using var page = await client.GetAsync("/api/topics?limit=2" + continuation);
            found.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()!));
            continuation = page.Json.GetProperty("continuation").GetString() is { } next ? "&continuation=" + next : "";
        }
        while (continuation.Length > 0);

        Assert.Equal(found.Order(StringComparer.Ordinal), found);
        Assert.Superset(names, found.ToHashSet());
        using var bad = await client.GetAsync("/api/topics?continuation=xyz");
        bad.Refuses("continuation", "the page before");
    }

    [Fact]
    public async Task Take_the_scope_for_the_topic()
    {
        using var manager = await app.ClientAsync("manager", "topics.manage:shop-*", "publish:shop-a");
        using var mine = await manager.PutAsync("/api/topics/shop-a", new { });
        Assert.Equal(HttpStatusCode.Created, mine.Status);
        using var foreign = await manager.PutAsync("/api/topics/other", new { });
        foreign.IsProblem(HttpStatusCode.Forbidden, "forbidden");
        using var list = await manager.GetAsync("/api/topics");
        list.IsProblem(HttpStatusCode.Forbidden, "forbidden");
        using var published = await manager.PostAsync("/api/topics/shop-a/publish", new { messages = new[] { new { data = 1 } } });
        Assert.Equal(HttpStatusCode.OK, published.Status);
        using var elsewhere = await manager.PostAsync("/api/topics/shop-b/publish", new { messages = new[] { new { data = 1 } } });
        elsewhere.IsProblem(HttpStatusCode.Forbidden, "forbidden");
        using var anonymous = app.Anonymous();
        using var nobody = await anonymous.GetAsync("/api/topics/shop-a");
        nobody.IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }
}
