using System.Text.Json;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Requests;

/// <summary>Everything that is wrong with a request is named at once, whatever kind of wrong it is, and nothing that is right.</summary>
public sealed class ManyErrorsTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Theory]
    [InlineData("PUT", "/api/topics/wrong", """{"shards":"2","maxAge":"P999D","retention":{"mode":"never"},"colour":1}""", "shards", "colour", "maxAge", "retention")]
    [InlineData("PUT", "/api/topics/wrong", """{"maxAge":5,"retention":{"mode":"keepFor","duration":"P30D"}}""", "maxAge")]
    [InlineData("PUT", "/api/topics/t/subscriptions/s", """{"delivery":{"mode":"push","endpoint":"ftp://x","batch":"yes"},"ackDeadline":"PT1S","orderd":true,"retry":{"maxAttempts":0,"minBackoff":5},"filter":{"a":[],"b":5}}""", "delivery.batch", "orderd", "retry.minBackoff", "filter.b", "ackDeadline", "filter.a", "delivery.endpoint", "retry.maxAttempts")]
    [InlineData("PUT", "/api/topics/t/subscriptions/s", """{"delivery":{"mode":"pull"},"ordered":"yes","onExhausted":"block"}""", "ordered")]
    [InlineData("PUT", "/api/topics/t/subscriptions/s", """{"delivery":5,"onExhausted":"burn"}""", "delivery", "onExhausted")]
    [InlineData("PATCH", "/api/topics/many-errors/subscriptions/s", """{"paused":"yes","ackDeadline":"PT1S"}""", "paused", "ackDeadline")]
    [InlineData("PUT", "/api/ratelimit/rules/wrong", """{"api":"a b","op":"x","timeUnit":"year","requests":"5","burst":3,"plans":{"gold":{"requests":-1},"off":{"unlimited":"yes"}}}""", "requests", "plans.off.unlimited", "api", "timeUnit", "burst", "plans.gold.requests")]
    [InlineData("PUT", "/api/ratelimit/apis/wrong", """{"operations":[{"op":"a b","method":"GET","route":"x"},5,{"op":"c","method":"PUTT","route":7}]}""", "operations[1]", "operations[2].route", "operations[0].op", "operations[2].method")]
    [InlineData("PUT", "/api/ratelimit/callers/user/ann", """{"plan":"a b","note":5}""", "note", "plan")]
    [InlineData("POST", "/api/ratelimit/check", """[{"api":5,"op":"a b"},{"api":"x"},{"api":"x","op":"y"}]""", "[0].api", "[0].op", "[1].op")]
    [InlineData("POST", "/api/links", """{"url":5,"redirect":303,"title":[1],"expiresIn":"P99Y"}""", "url", "title", "expiresIn", "redirect")]
    [InlineData("PATCH", "/api/links/any", """{"url":5,"redirect":303}""", "url", "redirect")]
    [InlineData("POST", "/api/keys", """{"owner":5,"scopes":["nope"]}""", "owner", "scopes")]
    [InlineData("POST", "/api/topics/many-errors/subscriptions/s/pull", """{"max":"5","wait":"PT99S","concurrency":0}""", "max", "concurrency", "wait")]
    [InlineData("POST", "/api/topics/many-errors/subscriptions/s/extend", """{"ackIds":[],"by":5}""", "by", "ackIds")]
    [InlineData("POST", "/api/topics/many-errors/publish", """{"messages":[{"data":1,"attributes":{"a":1}},{"data":2,"orderingKey":""},{"dataBase64":"%%"},{"messageId":""},{"data":3}]}""", "messages[0].attributes.a", "messages[2].dataBase64", "messages[1].orderingKey", "messages[3].data", "messages[3].messageId")]
    public async Task Are_all_named_at_once(string method, string path, string body, params string[] fields)
    {
        using var admin = app.Admin();
        using var topic = await admin.PutAsync("/api/topics/many-errors", new { });
        using var subscription = await admin.PutAsync("/api/topics/many-errors/subscriptions/s", new { delivery = new { mode = "pull" } });
        using var refused = await admin.SendAsync(new HttpMethod(method), path, body);
        refused.IsProblem(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Equal(fields, FieldsOf(refused.Json));
        Assert.False(refused.Json.TryGetProperty("more", out _));
    }

    [Fact]
    public async Task Are_all_named_for_each_link_of_a_batch()
    {
        using var admin = app.Admin();
        using var made = await admin.PostTextAsync("/api/links", """[{"url":5,"redirect":303},{"url":"https://example.com/"}]""");
        Assert.Equal(HttpStatusCode.OK, made.Status);
        var items = made.Json.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(["url", "redirect"], FieldsOf(items[0].GetProperty("problem")));
        Assert.Equal(201, items[1].GetProperty("status").GetInt32());
    }

    /// <summary>What is kept byte for byte lies elsewhere in what is left of a body that could not be read whole.</summary>
    [Fact]
    public async Task Are_named_of_data_too_where_another_message_can_not_be_read()
    {
        using var admin = app.Admin();
        using var topic = await admin.PutAsync("/api/topics/many-errors", new { });
        var deep = string.Concat(Enumerable.Repeat("[", 33)) + string.Concat(Enumerable.Repeat("]", 33));
        using var refused = await admin.PostTextAsync("/api/topics/many-errors/publish", $$"""{"messages":[{"orderingKey":5,"data":"é\u00e9"},{"data":{{deep}}},{"data":[1]}]}""");
        Assert.Equal(["messages[0].orderingKey", "messages[1].data"], FieldsOf(refused.Json));
    }

    [Theory]
    [InlineData(20, null)]
    [InlineData(21, 1)]
    [InlineData(100, 80)]
    public async Task Are_twenty_at_most_with_how_many_more(int messages, int? more)
    {
        using var admin = app.Admin();
        using var topic = await admin.PutAsync("/api/topics/many-errors", new { });
        using var refused = await admin.PostAsync("/api/topics/many-errors/publish", new { messages = Enumerable.Range(0, messages).Select(_ => new { data = 1, messageId = "" }) });
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"messages[{i}].messageId"), FieldsOf(refused.Json));
        Assert.Equal(more, refused.Json.TryGetProperty("more", out var count) ? count.GetInt32() : null);
        Assert.Equal(more is not null, refused.Text("detail").EndsWith($"These are the first 20; {more} more are wrong.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Are_no_more_to_answer_than_was_sent()
    {
        using var admin = app.Admin();
        var body = $"{{{string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"f{i}\":1"))}}}";
        using var refused = await admin.SendAsync(HttpMethod.Put, "/api/topics/wrong", body);
        Assert.Equal(49_980, refused.Json.GetProperty("more").GetInt32());
        Assert.InRange(refused.Body.Length, 1, 10_000);
    }

    [Fact]
    public async Task Name_every_header_field_that_can_not_be_given()
    {
        using var admin = app.Admin();
        using var topic = await admin.PutAsync("/api/topics/many-errors", new { });
        using var refused = await admin.PutAsync("/api/topics/many-errors/subscriptions/h", new { delivery = new { mode = "push", endpoint = "https://example.com/", headers = new Dictionary<string, string> { ["User-Agent"] = "x", ["x-ours"] = "y" } } });
        Assert.Equal(["delivery.headers.User-Agent"], FieldsOf(refused.Json));
        string[] all = ["host", "connection", "date", "user-agent", "traceparent", "content-", "webhook-", "ce-", "x-forwarded-"];
        Assert.All(all, name => refused.Refuses("delivery.headers.User-Agent", name));
    }

    private static IEnumerable<string> FieldsOf(JsonElement problem) => problem.GetProperty("errors").EnumerateObject().Select(field => field.Name);
}
