using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>Subscriptions over HTTP.</summary>
public sealed class SubscriptionsTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const string Pull = """{"delivery":{"mode":"pull"}}""";

    [Fact]
    public async Task Are_made_with_defaults_read_and_deleted()
    {
        using var client = app.Admin();
        var path = $"/api/topics/{await client.TopicAsync()}/subscriptions/mail";
        using var made = await client.PutTextAsync(path, Pull);
        Assert.Equal((HttpStatusCode.Created, path), (made.Status, made.Header("location")));
        Assert.Equal(("PT30S", "deadLetter", "latest"), (made.Text("ackDeadline"), made.Text("onExhausted"), made.Text("start")));
        Assert.Equal("""{"minBackoff":"PT1S","maxBackoff":"PT10M","maxAttempts":10}""", made.Json.GetProperty("retry").GetRawText());
        using var read = await client.GetAsync(path);
        Assert.Equal(made.Json.GetRawText(), read.Json.GetRawText());
        using var deleted = await client.DeleteAsync(path);
        using var gone = await client.GetAsync(path);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.Status, gone.Status));
    }

    [Fact]
    public async Task Show_the_secret_that_was_made_once_and_keep_it_when_they_are_put_back()
    {
        using var client = app.Admin();
        var path = $"/api/topics/{await client.TopicAsync()}/subscriptions/hook";
        using var made = await client.PutTextAsync(path, """{"delivery":{"mode":"push","endpoint":"http://127.0.0.1:9/hook"},"filter":{"type":"a","kind":{"prefix":"b"}}}""");
        Assert.Equal((HttpStatusCode.Created, false), (made.Status, made.Json.GetProperty("verified").GetBoolean()));
        Assert.StartsWith("whsec_", made.Json.GetProperty("delivery").GetProperty("secret").GetString(), StringComparison.Ordinal);
        using var read = await client.GetAsync(path);
        Assert.False(read.Json.GetProperty("delivery").TryGetProperty("secret", out _));
        Assert.Equal("""{"type":"a","kind":{"prefix":"b"}}""", read.Json.GetProperty("filter").GetRawText());
        using var put = await client.PutTextAsync(path, read.Json.GetRawText());
        Assert.Equal((HttpStatusCode.OK, false), (put.Status, put.Json.GetProperty("delivery").TryGetProperty("secret", out _)));
    }

    [Fact]
    public async Task Change_in_what_a_patch_names()
    {
        using var client = app.Admin();
        var path = $"/api/topics/{await client.TopicAsync()}/subscriptions/mail";
        using var made = await client.PutTextAsync(path, """{"delivery":{"mode":"pull"},"ordered":true,"ackDeadline":"PT60S","filter":{"a":"b"}}""");
        using var patched = await client.SendAsync(HttpMethod.Patch, path, """{"paused":true,"filter":null,"retry":{"maxAttempts":3}}""");
        Assert.Equal((HttpStatusCode.OK, true, true), (patched.Status, patched.Json.GetProperty("paused").GetBoolean(), patched.Json.GetProperty("ordered").GetBoolean()));
        Assert.False(patched.Json.TryGetProperty("filter", out _));
        Assert.Equal("PT1M", patched.Text("ackDeadline"));
        using var unknown = await client.SendAsync(HttpMethod.Patch, path + "x", """{"paused":true}""");
        unknown.IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Are_listed_by_name()
    {
        using var client = app.Admin();
        var path = $"/api/topics/{await client.TopicAsync()}/subscriptions";
        foreach (var name in new[] { "c", "a", "b" })
        {
            using var made = await client.PutTextAsync($"{path}/{name}", Pull);
        }

        using var first = await client.GetAsync(path + "?limit=2");
        Assert.Equal(["a", "b"], first.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()));
        using var second = await client.GetAsync($"{path}?limit=2&continuation={first.Text("continuation")}");
        Assert.Equal("c", second.Json.GetProperty("items")[0].GetProperty("name").GetString());
        using var none = await client.GetAsync("/api/topics/nowhere/subscriptions");
        none.IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("{}", "delivery", "is required")]
    [InlineData("""{"delivery":"pull"}""", "delivery", "right type")]
    [InlineData("""{"delivery":{"mode":"post"}}""", "delivery.mode", "pull or push")]
    [InlineData("""{"delivery":{"mode":"pull","endpoint":"https://example.com"}}""", "delivery", "neither endpoint")]
    [InlineData("""{"delivery":{"mode":"push"}}""", "delivery.endpoint", "is required")]
    [InlineData("""{"delivery":{"mode":"push","endpoint":"https://10.0.0.1/"}}""", "delivery.endpoint", "private")]
    [InlineData("""{"delivery":{"mode":"push","endpoint":"https://example.com","secret":"short"}}""", "delivery.secret", "whsec_")]
    [InlineData("""{"delivery":{"mode":"push","endpoint":"https://example.com","secret":"whsec_AAAA"}}""", "delivery.secret", "24-64 bytes")]
    [InlineData("""{"delivery":{"mode":"pull"},"ackDeadline":"PT9S"}""", "ackDeadline", "PT10S to PT600S")]
    [InlineData("""{"delivery":{"mode":"pull"},"ackDeadline":"PT601S"}""", "ackDeadline", "PT10S to PT600S")]
    [InlineData("""{"delivery":{"mode":"pull"},"retry":{"maxAttempts":0}}""", "retry.maxAttempts", "1 to 100")]
    [InlineData("""{"delivery":{"mode":"pull"},"retry":{"maxAttempts":101}}""", "retry.maxAttempts", "1 to 100")]
    [InlineData("""{"delivery":{"mode":"pull"},"retry":{"minBackoff":"PT2S","maxBackoff":"PT1S"}}""", "retry.maxBackoff", "shorter than minBackoff")]
    [InlineData("""{"delivery":{"mode":"pull"},"onExhausted":"explode"}""", "onExhausted", "deadLetter, drop or block")]
    [InlineData("""{"delivery":{"mode":"pull"},"onExhausted":"block"}""", "onExhausted", "together with ordered")]
    [InlineData("""{"delivery":{"mode":"pull"},"deadLetterTopic":"nowhere"}""", "deadLetterTopic", "exists")]
    [InlineData("""{"delivery":{"mode":"pull"},"onExhausted":"drop","deadLetterTopic":"nowhere"}""", "deadLetterTopic", "only with")]
    [InlineData("""{"delivery":{"mode":"pull"},"filter":{"a":5}}""", "filter.a", "must be such as")]
    [InlineData("""{"delivery":{"mode":"pull"},"filter":{"a":{"contains":"x"}}}""", "filter.a", "must be such as")]
    [InlineData("""{"delivery":{"mode":"pull"},"filter":{"a b":"x"}}""", "filter.a b", "must be named as attributes are")]
    [InlineData("""{"delivery":{"mode":"pull"},"filter":{"a":[]}}""", "filter.a", "must not have an empty list")]
    [InlineData("""{"delivery":{"mode":"pull"},"start":"yesterday"}""", "start", "latest, earliest or a time")]
    [InlineData("""{"delivery":{"mode":"pull"},"start":"2026-01-01T00:00:00"}""", "start", "with its offset")]
    [InlineData("""{"delivery":{"mode":"pull"},"paused":"yes"}""", "paused", "true or false")]
    [InlineData("""{"delivery":{"mode":"pull"},"topic":"other"}""", "topic", "in the path")]
    [InlineData("""{"delivery":{"mode":"pull"},"colour":"red"}""", "colour", "is not a field")]
    public async Task Are_refused_with_a_reason_and_not_made(string body, string field, string reason)
    {
        using var client = app.Admin();
        var path = $"/api/topics/{await client.TopicAsync()}/subscriptions";
        using var refused = await client.PutTextAsync(path + "/bad", body);
        refused.Refuses(field, reason);
        using var list = await client.GetAsync(path);
        Assert.Empty(list.Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Take_the_scope_to_manage_their_topic()
    {
        using var admin = app.Admin();
        var topic = await admin.TopicAsync();
        using var reader = await app.ClientAsync("reader", "subscribe", "publish");
        using var refused = await reader.PutTextAsync($"/api/topics/{topic}/subscriptions/mail", Pull);
        refused.IsProblem(HttpStatusCode.Forbidden, "forbidden");
        using var manager = await app.ClientAsync("manager", $"topics.manage:{topic}");
        using var made = await manager.PutTextAsync($"/api/topics/{topic}/subscriptions/mail", Pull);
        Assert.Equal(HttpStatusCode.Created, made.Status);
    }
}
