using System.Text.Json;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>Looking without taking, over HTTP: at messages of a subscription, and at what waits in topics.</summary>
public sealed class PeekTests(RunningApp app) : IClassFixture<RunningApp>
{
    private static int topics;

    [Fact]
    public async Task Shows_what_is_not_done_with_what_holds_it_up_and_takes_nothing()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = new { mode = "pull" }, filter = new { kind = "x" } });
        await PublishAsync(client, path, Enumerable.Range(1, 6).Select(i => new { data = i, messageId = $"m{i}", attributes = new { kind = i == 3 ? "y" : "x" } }));
        Assert.Equal(["m1 waiting 0", "m2 waiting 0", "m4 waiting 0", "m5 waiting 0", "m6 waiting 0"], await PeekAsync(client, path));

        using var pulled = await client.PostAsync($"{path}/pull", new { max = 3 });
        var ackIds = pulled.Json.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("ackId").GetString()).ToArray();
        using var acknowledged = await client.PostAsync($"{path}/ack", new { ackIds = ackIds[..1] });
        using var returned = await client.PostAsync($"{path}/nack", new { ackIds = ackIds[1..2], delay = "PT10M" });
        Assert.Equal(["m2 delayed 1", "m4 leased 1", "m5 waiting 0", "m6 waiting 0"], await PeekAsync(client, path));
        Assert.Equal(["m2 delayed 1", "m4 leased 1", "m5 waiting 0", "m6 waiting 0"], await PeekAsync(client, path));
        using var shown = await client.PostAsync($"{path}/peek", new { max = 2 });
        Assert.Equal((2, true), (shown.Json.GetProperty("messages").GetArrayLength(), shown.Json.GetProperty("hasMore").GetBoolean()));
        var delayed = shown.Json.GetProperty("messages")[0];
        Assert.Equal((2, 2, "x"), (delayed.GetProperty("data").GetInt32(), delayed.GetProperty("sequence").GetInt32(), delayed.GetProperty("attributes").GetProperty("kind").GetString()));
        Assert.True(delayed.GetProperty("due").GetDateTimeOffset() > DateTimeOffset.Parse(delayed.GetProperty("publishedAt").GetString()!, null));

        using var rest = await client.PostAsync($"{path}/pull", new { });
        Assert.All(rest.Json.GetProperty("messages").EnumerateArray(), message => Assert.Equal(1, message.GetProperty("attempt").GetInt32()));
    }

    [Fact]
    public async Task Shows_messages_that_wait_for_an_earlier_one_of_their_key()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = new { mode = "pull" }, ordered = true });
        await PublishAsync(client, path, Enumerable.Range(1, 6).Select(i => new { data = i, messageId = $"m{i}", orderingKey = i % 2 == 0 ? "even" : "odd" }));
        using var first = await client.PostAsync($"{path}/pull", new { max = 1 });
        using var returned = await client.PostAsync($"{path}/nack", new { ackIds = new[] { first.Json.GetProperty("messages")[0].GetProperty("ackId").GetString() }, delay = "PT10M" });
        using var even = await client.PostAsync($"{path}/pull", new { });
        using var done = await client.PostAsync(
            $"{path}/ack", new { ackIds = even.Json.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("ackId").GetString()) });
        var left = (await PeekAsync(client, path)).Select(text => text.Split(' ')[0]).ToArray();
        Assert.Contains("m1", left);
        Assert.Contains("m3", left);
        Assert.Contains("m5", left);
        Assert.DoesNotContain("m2", left);
    }

    [Fact]
    public async Task Finds_what_is_delayed_however_much_it_is_and_bounds_what_it_answers()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = new { mode = "pull" } });
        for (var i = 0; i < 13; i++)
        {
            await PublishAsync(client, path, Enumerable.Range(0, 100).Select(n => new { data = n }));
            using var pulled = await client.PostAsync($"{path}/pull", new { max = 100 });
            using var returned = await client.PostAsync(
                $"{path}/nack", new { ackIds = pulled.Json.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("ackId").GetString()), delay = "PT10M" });
        }

        using var delayed = await client.PostAsync($"{path}/peek", new { max = 100 });
        var messages = delayed.Json.GetProperty("messages").EnumerateArray().ToArray();
        Assert.Equal(Enumerable.Range(1, 100), messages.Select(message => message.GetProperty("sequence").GetInt32()));
        Assert.All(messages, message => Assert.Equal("delayed", message.GetProperty("state").GetString()));
        Assert.True(delayed.Json.GetProperty("hasMore").GetBoolean());

        var large = await SubscriptionAsync(client, new { delivery = new { mode = "pull" } });
        for (var i = 0; i < 8; i++)
        {
            await PublishAsync(client, large, [new { data = new string('x', 200_000) }]);
        }

        using var bounded = await client.PostAsync($"{large}/peek", new { });
        Assert.InRange(bounded.Json.GetProperty("messages").GetArrayLength(), 5, 7);
        Assert.True(bounded.Json.GetProperty("hasMore").GetBoolean());
    }

    [Fact]
    public async Task Refuses_what_it_can_not_use_and_who_may_not_read()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = new { mode = "pull" } });
        using var publisher = await app.ClientAsync("peek-publisher", "publish");
        using var forbidden = await publisher.PostAsync($"{path}/peek", new { });
        using var tooMany = await client.PostAsync($"{path}/peek", new { max = 101 });
        using var unknown = await client.PostAsync($"{path}/peek", new { wait = "PT1S" });
        using var missing = await client.PostAsync($"{path}-missing/peek", new { });
        forbidden.IsProblem(HttpStatusCode.Forbidden, "forbidden");
        tooMany.Refuses("max", "must be 1-100");
        unknown.Refuses("wait", "is not a field");
        missing.IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Lists_topics_with_what_waits_where_it_is_asked_for()
    {
        using var client = app.Admin();
        var name = $"backlog-{Interlocked.Increment(ref topics)}";
        using var made = await client.PutAsync($"/api/topics/{name}", new { shards = 3 });
        foreach (var subscription in (string[])["a", "b"])
        {
            using var subscribed = await client.PutAsync($"/api/topics/{name}/subscriptions/{subscription}", new { delivery = new { mode = "pull" } });
        }

        await PublishAsync(client, $"/api/topics/{name}/subscriptions/a", Enumerable.Range(0, 5).Select(n => new { data = n }));
        using var plain = await client.GetAsync("/api/topics?limit=1000");
        using var measured = await client.GetAsync("/api/topics?limit=1000&backlog=true");
        using var wrong = await client.GetAsync("/api/topics?backlog=yes");
        Assert.False(Of(plain).TryGetProperty("backlog", out _));
        Assert.Equal((10, 2), (Of(measured).GetProperty("backlog").GetInt32(), Of(measured).GetProperty("subscriptions").GetInt32()));
        Assert.StartsWith("PT", Of(measured).GetProperty("oldestUnacknowledgedAge").GetString(), StringComparison.Ordinal);
        wrong.Refuses("backlog", "must be true or false");

        JsonElement Of(ApiResponse response) => response.Json.GetProperty("items").EnumerateArray().Single(topic => topic.GetProperty("name").GetString() == name);
    }

    private static async Task<string> SubscriptionAsync(ApiClient client, object body)
    {
        var topic = $"/api/topics/peeked-{Interlocked.Increment(ref topics)}-{Guid.NewGuid():N}";
        using var made = await client.PutAsync(topic, new { });
        using var subscribed = await client.PutAsync($"{topic}/subscriptions/s", body);
        Assert.Equal(HttpStatusCode.Created, subscribed.Status);
        return $"{topic}/subscriptions/s";
    }

    private static async Task PublishAsync(ApiClient client, string path, IEnumerable<object> messages)
    {
        using var published = await client.PostAsync($"{path[..path.IndexOf("/subscriptions", StringComparison.Ordinal)]}/publish", new { messages });
        Assert.Equal(HttpStatusCode.OK, published.Status);
    }

    private static async Task<IEnumerable<string>> PeekAsync(ApiClient client, string path)
    {
        using var peeked = await client.PostAsync($"{path}/peek", new { });
        Assert.Equal(HttpStatusCode.OK, peeked.Status);
        return [.. peeked.Json.GetProperty("messages").EnumerateArray().Select(message =>
            $"{message.GetProperty("id").GetString()} {message.GetProperty("state").GetString()} {message.GetProperty("attempts").GetInt32()}")];
    }
}
