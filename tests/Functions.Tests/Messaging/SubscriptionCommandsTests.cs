using System.Text.Json;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>What settings of a subscription do to its deliveries, over HTTP.</summary>
public sealed class SubscriptionCommandsTests(RunningApp app) : IClassFixture<RunningApp>
{
    private static readonly object Pull = new { mode = "pull" };

    [Fact]
    public async Task A_push_subscription_can_not_be_pulled_from()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        var path = await SubscribeAsync(client, topic, "mail", new { delivery = new { mode = "push", endpoint = "http://127.0.0.1:9/mail" }, paused = true });
        using var refused = await client.PostTextAsync($"{path}/pull", "{}");
        refused.IsProblem(HttpStatusCode.Conflict, "push-subscription");
    }

    [Fact]
    public async Task A_filter_lets_through_what_has_the_attributes_and_counts_the_rest_as_done()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        var exact = await SubscribeAsync(client, topic, "exact", new { delivery = Pull, filter = new { kind = "order" } });
        var prefix = await SubscribeAsync(client, topic, "prefix", new { delivery = Pull, filter = new { kind = new { prefix = "ord" } } });
        var both = await SubscribeAsync(client, topic, "both", new { delivery = Pull, filter = new Dictionary<string, object> { ["kind"] = new { prefix = "ord" }, ["region"] = "eu" } });
        await PublishAsync(client, topic, """
            {"data":1,"attributes":{"kind":"order"}},{"data":2,"attributes":{"kind":"ordinary","region":"eu"}},
            {"data":3,"attributes":{"kind":"Order","region":"eu"}},{"data":4}
            """);
        Assert.Equal([1], await DataAsync(client, exact));
        Assert.Equal([1, 2], await DataAsync(client, prefix));
        Assert.Equal([2], await DataAsync(client, both));
        using var stats = await client.GetAsync($"{both}/stats");
        Assert.Equal(1, stats.Json.GetProperty("backlog").GetInt32());
    }

    [Fact]
    public async Task An_ordered_subscription_has_one_message_of_a_key_out_at_a_time()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        var path = await SubscribeAsync(client, topic, "mail", new { delivery = Pull, ordered = true });
        await PublishAsync(client, topic, """
            {"data":1,"orderingKey":"a"},{"data":2,"orderingKey":"a"},{"data":3,"orderingKey":"b"},{"data":4},{"data":5},{"data":6,"orderingKey":"b"}
            """);
        var first = await PullAsync(client, path);
        Assert.Equal([1, 3, 4], first.Select(Data));
        Assert.Empty(await PullAsync(client, path));

        // Given back, the first of a key comes again before the second.
        using var nacked = await client.PostAsync($"{path}/nack", new { ackIds = new[] { AckId(first[0]) }, delay = "PT0S" });
        using var acked = await client.PostAsync($"{path}/ack", new { ackIds = first[1..].Select(AckId) });
        var second = await PullAsync(client, path);
        Assert.Equal([1, 5, 6], second.Select(Data));
        using var rest = await client.PostAsync($"{path}/ack", new { ackIds = second.Select(AckId) });
        Assert.Equal([2], await DataAsync(client, path));
    }

    [Fact]
    public async Task Dead_letters_go_to_the_topic_for_them()
    {
        using var client = app.Admin();
        var (topic, letters) = (await client.TopicAsync(), await client.TopicAsync());
        var reader = await SubscribeAsync(client, letters, "reader", new { delivery = Pull });
        var path = await SubscribeAsync(client, topic, "mail", new { delivery = Pull, retry = new { minBackoff = "PT1S", maxBackoff = "PT1S", maxAttempts = 1 }, deadLetterTopic = letters });
        await PublishAsync(client, topic, """{"data":1,"attributes":{"kind":"x"}}""");
        using var nacked = await client.PostAsync($"{path}/nack", new { ackIds = (await PullAsync(client, path)).Select(AckId) });
        await PullAsync(client, path);
        var letter = Assert.Single(await PullAsync(client, reader)).GetProperty("attributes");
        Assert.Equal(("x", "nacked", topic), (letter.GetProperty("kind").GetString(), letter.GetProperty("dead-letter-reason").GetString(), letter.GetProperty("dead-letter-topic").GetString()));
        using var own = await client.GetAsync($"{path}/dead-letters");
        Assert.Equal(0, own.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_paused_subscription_delivers_nothing_and_loses_nothing()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        var path = await SubscribeAsync(client, topic, "mail", new { delivery = Pull, paused = true });
        await PublishAsync(client, topic, """{"data":1}""");
        Assert.Empty(await PullAsync(client, path));
        using var resumed = await client.PatchAsync(path, new { paused = false });
        Assert.Equal([1], await DataAsync(client, path));
    }

    private static async Task<string> SubscribeAsync(ApiClient client, string topic, string name, object body)
    {
        var path = $"/api/topics/{topic}/subscriptions/{name}";
        using var made = await client.PutAsync(path, body);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        return path;
    }

    private static async Task PublishAsync(ApiClient client, string topic, string messages)
    {
        using var published = await client.PostTextAsync($"/api/topics/{topic}/publish", $$"""{"messages":[{{messages}}]}""");
        Assert.Equal(HttpStatusCode.OK, published.Status);
    }

    private static async Task<JsonElement[]> PullAsync(ApiClient client, string path)
    {
        using var pulled = await client.PostTextAsync($"{path}/pull", "{}");
        Assert.Equal(HttpStatusCode.OK, pulled.Status);
        return [.. pulled.Json.GetProperty("messages").EnumerateArray().Select(message => message.Clone())];
    }

    private static async Task<IEnumerable<int>> DataAsync(ApiClient client, string path) => (await PullAsync(client, path)).Select(Data);

    private static int Data(JsonElement message) => message.GetProperty("data").GetInt32();

    private static string AckId(JsonElement message) => message.GetProperty("ackId").GetString()!;
}
