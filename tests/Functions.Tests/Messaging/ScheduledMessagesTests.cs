using System.Globalization;
using System.Text.Json;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>Messages that are published to be delivered later, over HTTP.</summary>
public sealed class ScheduledMessagesTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task Delivers_a_message_when_its_time_has_come_and_not_before()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync(new { shards = 4 });
        using var subscribed = await client.PutAsync($"/api/topics/{topic}/subscriptions/mail", new { delivery = new { mode = "pull" } });
        using var published = await PublishAsync(client, topic, new { data = 1, delay = "PT2S", messageId = "later", orderingKey = "k" }, new { data = 2 });
        var results = published.Json.GetProperty("results");
        Assert.Equal("later", results[0].GetProperty("id").GetString());
        Assert.False(results[0].TryGetProperty("sequence", out _));
        Assert.True(results[1].TryGetProperty("sequence", out _));
        var (first, second) = (await PullAsync(client, topic), await PullAsync(client, topic));
        Assert.Equal((2, 1), (first.GetProperty("data").GetInt32(), second.GetProperty("data").GetInt32()));
        Assert.Equal(("later", "k"), (second.GetProperty("id").GetString(), second.GetProperty("orderingKey").GetString()));
        Assert.True(TimeOf(second, "publishedAt") >= TimeOf(results[0], "deliverAt"));
        using var none = await client.GetAsync($"/api/topics/{topic}/scheduled/later");
        using var late = await client.DeleteAsync($"/api/topics/{topic}/scheduled/later");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (none.Status, late.Status));
        using var again = await PublishAsync(client, topic, new { data = 1, delay = "PT2S", messageId = "later", orderingKey = "k" });
        var repeated = again.Json.GetProperty("results")[0];
        Assert.True(repeated.GetProperty("duplicate").GetBoolean());
        Assert.Equal(second.GetProperty("sequence").GetInt64(), repeated.GetProperty("sequence").GetInt64());
    }

    [Fact]
    public async Task Are_named_by_their_ids_as_they_were_sent_whatever_they_look_like_encoded()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        string[] ids = ["a/b", "a%2Fb", "a%252Fb", "100%", "?#", "a+b", "é", "..."];
        using var published = await PublishAsync(client, topic, [.. ids.Select(id => new { data = id, delay = "PT1H", messageId = id })]);
        foreach (var id in ids)
        {
            var path = $"/api/topics/{topic}/scheduled/{Uri.EscapeDataString(id)}";
            using var shown = await client.GetAsync(path);
            Assert.Equal(id, shown.Text("id"));
            using var cancelled = await client.DeleteAsync(path);
            using var none = await client.GetAsync(path);
            Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (cancelled.Status, none.Status));
        }
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Have_no_id_that_no_address_can_end_with(string id)
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        using var refused = await PublishAsync(client, topic, new { data = 1, delay = "PT1H", messageId = id });
        refused.Refuses("messages[0].messageId", "nobody could cancel it");
        using var immediate = await PublishAsync(client, topic, new { data = 1, messageId = id });
        Assert.Equal(HttpStatusCode.OK, immediate.Status);
    }

    [Fact]
    public async Task Of_one_request_and_place_are_delivered_in_their_order()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        using var subscribed = await client.PutAsync($"/api/topics/{topic}/subscriptions/mail", new { delivery = new { mode = "pull" }, ordered = true });
        using var published = await PublishAsync(client, topic, [.. Enumerable.Range(0, 40).Select(n => new { data = n, delay = "PT1S", orderingKey = "k" })]);
        for (var n = 0; n < 40; n++)
        {
            var message = await PullAsync(client, topic);
            Assert.Equal(n, message.GetProperty("data").GetInt32());
            using var acknowledged = await client.PostAsync($"/api/topics/{topic}/subscriptions/mail/ack", new { ackIds = new[] { message.GetProperty("ackId").GetString() } });
        }
    }

    [Fact]
    public async Task Are_listed_in_pages_of_a_megabyte_at_most()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        for (var i = 0; i < 7; i++)
        {
            using var published = await PublishAsync(client, topic, new { data = new string('x', 200_000), delay = "PT1H" });
        }

        using var page = await client.GetAsync($"/api/topics/{topic}/scheduled");
        Assert.Equal(5, page.Json.GetProperty("items").GetArrayLength());
        using var rest = await client.GetAsync($"/api/topics/{topic}/scheduled?continuation={page.Text("continuation")}");
        Assert.Equal(2, rest.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Lists_shows_and_cancels_what_waits()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync(new { shards = 3 });
        using var published = await PublishAsync(
            client, topic,
            new { data = new { n = 1 }, delay = "PT3H", messageId = "a/b c", attributes = new { kind = "x" } },
            new { dataBase64 = "AP8=", delay = "P7D" },
            new { data = 3, delay = "PT1H", orderingKey = "k" });
        var ids = published.Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("id").GetString()).ToArray();
        var listed = new List<JsonElement>();
        var next = "";
        do
        {
            using var page = await client.GetAsync($"/api/topics/{topic}/scheduled?limit=2{next}");
            listed.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(item => item.Clone()));
            next = page.Json.GetProperty("continuation").GetString() is { } continuation ? $"&continuation={continuation}" : "";
        }
        while (next.Length > 0);
        Assert.Equal([ids[2], ids[0], ids[1]], listed.Select(item => item.GetProperty("id").GetString()));
        Assert.Equal("AP8=", listed[2].GetProperty("dataBase64").GetString());
        Assert.Equal("k", listed[0].GetProperty("orderingKey").GetString());

        using var shown = await client.GetAsync($"/api/topics/{topic}/scheduled/a%2Fb%20c");
        Assert.Equal((1, "x", false), (
            shown.Json.GetProperty("data").GetProperty("n").GetInt32(), shown.Json.GetProperty("attributes").GetProperty("kind").GetString(), shown.Json.GetProperty("moving").GetBoolean()));
        Assert.InRange(TimeOf(shown.Json, "deliverAt") - TimeOf(shown.Json, "acceptedAt"), TimeSpan.FromHours(2.99), TimeSpan.FromHours(3.01));
        using var cancelled = await client.DeleteAsync($"/api/topics/{topic}/scheduled/a%2Fb%20c");
        using var again = await client.DeleteAsync($"/api/topics/{topic}/scheduled/a%2Fb%20c");
        using var gone = await client.GetAsync($"/api/topics/{topic}/scheduled/a%2Fb%20c");
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (cancelled.Status, again.Status, gone.Status));
        using var left = await client.GetAsync($"/api/topics/{topic}/scheduled");
        Assert.Equal(2, left.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Answers_a_repetition_with_the_time_of_the_first()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        using var first = await PublishAsync(client, topic, new { data = 1, delay = "PT1H", messageId = "same" });
        using var second = await PublishAsync(client, topic, new { data = 1, delay = "PT2H", messageId = "same" });
        var (one, two) = (first.Json.GetProperty("results")[0], second.Json.GetProperty("results")[0]);
        Assert.False(one.TryGetProperty("duplicate", out _));
        Assert.True(two.GetProperty("duplicate").GetBoolean());
        Assert.Equal(one.GetProperty("deliverAt").GetString(), two.GetProperty("deliverAt").GetString());
        using var list = await client.GetAsync($"/api/topics/{topic}/scheduled");
        Assert.Equal(1, list.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Publishes_at_once_what_has_no_time_to_wait()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        using var published = await PublishAsync(client, topic, new { data = 1, delay = "PT0S" });
        using var past = await client.PostTextAsync($"/api/topics/{topic}/publish", """{"messages":[{"data":2,"deliverAt":"2020-01-01T00:00:00+02:00"}]}""");
        Assert.Equal(1, published.Json.GetProperty("results")[0].GetProperty("sequence").GetInt64());
        Assert.Equal(2, past.Json.GetProperty("results")[0].GetProperty("sequence").GetInt64());
    }

    [Theory]
    [InlineData("""{"data":1,"delay":"P7DT0.001S"}""", "delay")]
    [InlineData("""{"data":1,"delay":"-PT1S"}""", "delay")]
    [InlineData("""{"data":1,"delay":"soon"}""", "delay")]
    [InlineData("""{"data":1,"delay":5}""", "delay")]
    [InlineData("""{"data":1,"deliverAt":"2999-01-01T00:00:00Z"}""", "deliverAt")]
    [InlineData("""{"data":1,"deliverAt":"9999-12-31T23:59:59.9999999Z"}""", "deliverAt")]
    [InlineData("""{"data":1,"deliverAt":"2026-11-23T10:00:00"}""", "deliverAt")]
    [InlineData("""{"data":1,"deliverAt":"2020-01-01T00:00:00Z","delay":"PT1S"}""", "delay")]
    public async Task Stores_nothing_of_a_batch_with_a_time_that_can_not_be(string message, string field)
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        using var refused = await client.PostTextAsync($"/api/topics/{topic}/publish", $$"""{"messages":[{"data":0,"delay":"PT1H"},{{message}}]}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains(refused.Json.GetProperty("errors").EnumerateObject(), error => error.Name.EndsWith(field, StringComparison.Ordinal));
        using var list = await client.GetAsync($"/api/topics/{topic}/scheduled");
        Assert.Equal(0, list.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Is_for_those_who_may_publish_and_shows_data_to_those_who_may_subscribe()
    {
        using var admin = app.Admin();
        var topic = await admin.TopicAsync();
        using var publisher = await app.ClientAsync("shop", $"publish:{topic}");
        using var reader = await app.ClientAsync("mail", $"subscribe:{topic}");
        using var both = await app.ClientAsync("both", $"publish:{topic}", $"subscribe:{topic}");
        using var published = await PublishAsync(publisher, topic, new { data = 1, delay = "PT1H", messageId = "a" });
        using var mine = await publisher.GetAsync($"/api/topics/{topic}/scheduled/a");
        using var seen = await both.GetAsync($"/api/topics/{topic}/scheduled");
        using var refused = await reader.GetAsync($"/api/topics/{topic}/scheduled");
        using var kept = await reader.DeleteAsync($"/api/topics/{topic}/scheduled/a");
        Assert.False(mine.Json.TryGetProperty("data", out _));
        Assert.Equal(1, seen.Json.GetProperty("items")[0].GetProperty("data").GetInt32());
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (refused.Status, kept.Status));
        using var cancelled = await publisher.DeleteAsync($"/api/topics/{topic}/scheduled/a");
        Assert.Equal(HttpStatusCode.NoContent, cancelled.Status);
    }

    [Fact]
    public async Task Says_that_there_is_no_such_topic_or_page()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        using var missing = await client.GetAsync("/api/topics/none-such/scheduled");
        using var odd = await client.GetAsync($"/api/topics/{topic}/scheduled?continuation=x");
        using var unknown = await client.GetAsync($"/api/topics/{topic}/scheduled?limits=1");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (missing.Status, odd.Status, unknown.Status));
    }

    [Fact]
    public async Task Goes_with_its_topic()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        using var published = await PublishAsync(client, topic, new { data = 1, delay = "PT1H", messageId = "a" });
        using var deleted = await client.DeleteAsync($"/api/topics/{topic}");
        using var made = await client.PutAsync($"/api/topics/{topic}", new { });
        using var list = await client.GetAsync($"/api/topics/{topic}/scheduled");
        Assert.Equal((HttpStatusCode.Created, 0), (made.Status, list.Json.GetProperty("items").GetArrayLength()));
    }

    private static Task<ApiResponse> PublishAsync(ApiClient client, string topic, params object[] messages) =>
        client.PostAsync($"/api/topics/{topic}/publish", new { messages });

    private static async Task<JsonElement> PullAsync(ApiClient client, string topic)
    {
        using var pulled = await client.PostAsync($"/api/topics/{topic}/subscriptions/mail/pull", new { max = 1, wait = "PT20S" });
        return Assert.Single(pulled.Json.GetProperty("messages").EnumerateArray()).Clone();
    }

    private static DateTimeOffset TimeOf(JsonElement json, string name) => DateTimeOffset.Parse(json.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
