using System.Text.Json;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>Pull and all that follows it, over HTTP.</summary>
public sealed class PullTests(RunningApp app) : IClassFixture<RunningApp>
{
    private static readonly object Pull = new { mode = "pull" };

    [Fact]
    public async Task Delivers_what_was_published_until_it_is_acknowledged()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = Pull });
        await PublishAsync(client, path, """{"data":{"a":[1,"ä"]},"attributes":{"kind":"x"}},{"dataBase64":"AAEC","messageId":"two"}""");
        var messages = await PullAsync(client, path);
        Assert.Equal("""{"a":[1,"ä"]}""", messages[0].GetProperty("data").GetRawText());
        Assert.Equal("x", messages[0].GetProperty("attributes").GetProperty("kind").GetString());
        Assert.Equal(("two", "AAEC", 2), (messages[1].GetProperty("id").GetString(), messages[1].GetProperty("dataBase64").GetString(), messages[1].GetProperty("sequence").GetInt32()));
        Assert.All(messages, message => Assert.Equal(1, message.GetProperty("attempt").GetInt32()));
        Assert.Empty(await PullAsync(client, path));
        Assert.Equal((2, 2), await BacklogAsync(client, path));
        var ids = messages.Select(IdOf).ToArray();
        Assert.Equal(["acknowledged", "acknowledged"], await SettleAsync(client, path, "ack", new { ackIds = ids }));
        Assert.Equal(["acknowledged", "acknowledged"], await SettleAsync(client, path, "ack", new { ackIds = ids }));
        Assert.Equal((0, 0), await BacklogAsync(client, path));
    }

    [Fact]
    public async Task Delivers_again_what_was_given_back_and_voids_the_old_id()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = Pull });
        await PublishAsync(client, path, """{"data":1}""");
        var first = IdOf((await PullAsync(client, path)).Single());
        Assert.Equal(["extended"], await SettleAsync(client, path, "extend", new { ackIds = new[] { first }, by = "PT60S" }));
        Assert.Equal(["returned"], await SettleAsync(client, path, "nack", new { ackIds = new[] { first }, delay = "PT0S" }));
        var second = (await PullAsync(client, path)).Single();
        Assert.Equal(2, second.GetProperty("attempt").GetInt32());
        Assert.Equal(["expired"], await SettleAsync(client, path, "ack", new { ackIds = new[] { first } }));
        Assert.Equal(["acknowledged"], await SettleAsync(client, path, "ack", new { ackIds = new[] { IdOf(second) } }));
    }

    [Fact]
    public async Task Knows_no_forged_ids_nor_those_of_another_subscription()
    {
        using var client = app.Admin();
        var (path, other) = (await SubscriptionAsync(client, new { delivery = Pull }), await SubscriptionAsync(client, new { delivery = Pull }));
        await PublishAsync(client, path, """{"data":1}""");
        var id = IdOf((await PullAsync(client, path)).Single());
        var forged = id[..^2] + (id.EndsWith("AA", StringComparison.Ordinal) ? "BB" : "AA");
        Assert.Equal(["unknown", "unknown", "unknown"], await SettleAsync(client, path, "ack", new { ackIds = new[] { forged, "made up", "" } }));
        Assert.Equal(["unknown"], await SettleAsync(client, other, "ack", new { ackIds = new[] { id } }));
        Assert.Equal((1, 1), await BacklogAsync(client, path));
    }

    [Fact]
    public async Task Waits_for_the_next_message()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = Pull });
        var waiting = PullAsync(client, path, """{"wait":"PT20S"}""");
        await PublishAsync(client, path, """{"data":"late"}""");
        Assert.Equal("late", (await waiting).Single().GetProperty("data").GetString());
    }

    [Fact]
    public async Task Dead_letters_and_replays_to_this_subscription_alone()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = Pull, retry = new { minBackoff = "PT1S", maxBackoff = "PT1S", maxAttempts = 1 } });
        await PublishAsync(client, path, """{"data":"bad","attributes":{"kind":"x"}}""");
        await SettleAsync(client, path, "nack", new { ackIds = new[] { IdOf((await PullAsync(client, path)).Single()) } });
        using var listed = await client.GetAsync($"{path}/dead-letters");
        var letter = listed.Json.GetProperty("items").EnumerateArray().Single();
        Assert.Equal(("nacked", 1, "bad"), (letter.GetProperty("reason").GetString(), letter.GetProperty("attempts").GetInt32(), letter.GetProperty("data").GetString()));
        using var unknown = await client.PostAsync($"{path}/dead-letters/replay", new { ids = new[] { "77" } });
        unknown.Refuses("ids", "dead letters");
        using var replayed = await client.PostAsync($"{path}/dead-letters/replay", new { ids = new[] { letter.GetProperty("id").GetString() } });
        Assert.Equal(1, replayed.Json.GetProperty("replayed").GetInt32());
        var again = (await PullAsync(client, path)).Single();
        Assert.Equal("""{"kind":"x"}""", again.GetProperty("attributes").GetRawText());
        using var empty = await client.GetAsync($"{path}/dead-letters");
        Assert.Equal(0, empty.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Discards_dead_letters_one_by_one_or_all()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = Pull, retry = new { minBackoff = "PT1S", maxBackoff = "PT1S", maxAttempts = 1 } });
        foreach (var id in (string[])["first", "second", "third"])
        {
            await PublishAsync(client, path, $$"""{"data":1,"messageId":"{{id}}"}""");
            await SettleAsync(client, path, "nack", new { ackIds = new[] { IdOf((await PullAsync(client, path)).Single()) } });
        }

        using var unknown = await client.SendAsync(HttpMethod.Delete, $"{path}/dead-letters", """{"ids":["first","fourth"]}""");
        unknown.Refuses("ids", "dead letters");
        using var one = await client.SendAsync(HttpMethod.Delete, $"{path}/dead-letters", """{"ids":["second"]}""");
        Assert.Equal((1, 0), (one.Json.GetProperty("discarded").GetInt32(), one.Json.GetProperty("remaining").GetInt32()));
        using var left = await client.GetAsync($"{path}/dead-letters");
        Assert.Equal(["first", "third"], left.Json.GetProperty("items").EnumerateArray().Select(letter => letter.GetProperty("id").GetString()));
        Assert.Equal((2, 3), await DeadLetteredAsync(client, path));
        using var rest = await client.DeleteAsync($"{path}/dead-letters");
        Assert.Equal(2, rest.Json.GetProperty("discarded").GetInt32());
        using var replayed = await client.PostAsync($"{path}/dead-letters/replay", new { });
        Assert.Equal(0, replayed.Json.GetProperty("replayed").GetInt32());
        Assert.Equal((0, 3), await DeadLetteredAsync(client, path));
    }

    [Fact]
    public async Task Keeps_the_identity_of_a_message_through_death_and_replay_and_answers_truly()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = Pull, retry = new { minBackoff = "PT1S", maxBackoff = "PT1S", maxAttempts = 1 } });
        await PublishAsync(client, path, """{"data":7,"messageId":"order-17","orderingKey":"k","attributes":{"dead-letter-code":"7","dead-letter-reason":"mine"}}""");
        var original = (await PullAsync(client, path)).Single();
        Assert.Equal(["returned"], await SettleAsync(client, path, "nack", new { ackIds = new[] { IdOf(original) } }));
        using var listed = await client.GetAsync($"{path}/dead-letters");
        var letter = listed.Json.GetProperty("items").EnumerateArray().Single();
        Assert.All(["id", "orderingKey", "attributes", "publishedAt", "data"], field => Assert.Equal(original.GetProperty(field).GetRawText(), letter.GetProperty(field).GetRawText()));
        Assert.Equal(("nacked", 1), (letter.GetProperty("reason").GetString(), letter.GetProperty("attempts").GetInt32()));
        Assert.True(letter.GetProperty("deadLetteredAt").GetDateTimeOffset() >= letter.GetProperty("publishedAt").GetDateTimeOffset());
        Assert.Equal(["expired"], await SettleAsync(client, path, "ack", new { ackIds = new[] { IdOf(original) } }));
        Assert.Equal((1, 1), await DeadLetteredAsync(client, path));

        using var replayed = await client.PostAsync($"{path}/dead-letters/replay", new { ids = new[] { "order-17" } });
        Assert.Equal((0, 1), await DeadLetteredAsync(client, path));
        var again = (await PullAsync(client, path)).Single();
        Assert.All(["id", "orderingKey", "attributes", "publishedAt", "data"], field => Assert.Equal(original.GetProperty(field).GetRawText(), again.GetProperty(field).GetRawText()));
    }

    [Fact]
    public async Task Counts_no_attempt_for_what_was_not_begun_with()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = Pull, retry = new { minBackoff = "PT1S", maxBackoff = "PT1S", maxAttempts = 1 } });
        await PublishAsync(client, path, """{"data":1}""");
        for (var delivery = 0; delivery < 3; delivery++)
        {
            var pulled = (await PullAsync(client, path, """{"concurrency":1}""")).Single();
            Assert.Equal(1, pulled.GetProperty("attempt").GetInt32());
            Assert.Equal(["returned"], await SettleAsync(client, path, "nack", new { ackIds = new[] { IdOf(pulled) }, countAttempt = false }));
        }
    }

    [Fact]
    public async Task Waits_while_the_subscription_is_paused_and_goes_on_when_it_is_resumed()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = Pull, paused = true });
        await PublishAsync(client, path, """{"data":1}""");
        using var answered = await client.PostTextAsync($"{path}/pull", "{}");
        Assert.Equal("PT2S", answered.Json.GetProperty("retryAfter").GetString());
        var waiting = PullAsync(client, path, """{"wait":"PT20S"}""");
        using var resumed = await client.PatchAsync(path, new { paused = false });
        Assert.Single(await waiting);
    }

    [Fact]
    public async Task Is_woken_by_a_message_that_was_given_back()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = Pull, ordered = true });
        await PublishAsync(client, path, """{"data":1,"orderingKey":"k"},{"data":2,"orderingKey":"k"}""");
        var first = (await PullAsync(client, path)).Single();
        var waiting = PullAsync(client, path, """{"wait":"PT20S"}""");
        await SettleAsync(client, path, "ack", new { ackIds = new[] { IdOf(first) } });
        var second = (await waiting).Single();
        waiting = PullAsync(client, path, """{"wait":"PT20S"}""");
        await SettleAsync(client, path, "nack", new { ackIds = new[] { IdOf(second) }, delay = "PT0S" });
        Assert.Equal(2, (await waiting).Single().GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task Refuses_to_begin_in_the_future()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = Pull });
        using var made = await client.PutAsync($"{path}-2", new { delivery = Pull, start = "2120-01-01T00:00:00Z" });
        made.Refuses("start", "future");
    }

    [Fact]
    public async Task Seeks_to_the_beginning_and_the_end()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = Pull });
        await PublishAsync(client, path, """{"data":1},{"data":2}""");
        var ids = (await PullAsync(client, path)).Select(IdOf).ToArray();
        await SettleAsync(client, path, "ack", new { ackIds = ids });
        using var back = await client.PostAsync($"{path}/seek", new { to = "earliest" });
        Assert.Equal(HttpStatusCode.OK, back.Status);
        Assert.True(back.Json.GetProperty("landed").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
        Assert.Equal(2, (await PullAsync(client, path)).Length);
        using var forth = await client.PostAsync($"{path}/seek", new { to = "latest" });
        Assert.Equal((0, 0), await BacklogAsync(client, path));
        using var beyond = await client.PostAsync($"{path}/seek", new { to = "2120-01-01T00:00:00Z" });
        beyond.Refuses("to", "future");
    }

    [Theory]
    [InlineData("pull", """{"max":0}""", "max", "1-100")]
    [InlineData("pull", """{"max":101}""", "max", "1-100")]
    [InlineData("pull", """{"concurrency":101}""", "concurrency", "1-100")]
    [InlineData("nack", """{"ackIds":["x"],"countAttempt":1}""", "countAttempt", "must be")]
    [InlineData("pull", """{"wait":"PT21S"}""", "wait", "PT20S")]
    [InlineData("pull", """{"wait":"-PT1S"}""", "wait", "PT0S")]
    [InlineData("pull", """{"wait":5}""", "wait", "ISO 8601")]
    [InlineData("pull", """{"count":5}""", "count", "is not a field")]
    [InlineData("ack", """{}""", "ackIds", "is required")]
    [InlineData("ack", """{"ackIds":[]}""", "ackIds", "1-100")]
    [InlineData("ack", """{"ackIds":[null]}""", "ackIds", "texts")]
    [InlineData("ack", """{"ackIds":[1]}""", "ackIds[0]", "must be")]
    [InlineData("nack", """{"ackIds":["x"],"delay":"PT13H"}""", "delay", "PT12H")]
    [InlineData("extend", """{"ackIds":["x"]}""", "by", "is required")]
    [InlineData("extend", """{"ackIds":["x"],"by":"PT11M"}""", "by", "PT10M")]
    [InlineData("seek", """{"to":"yesterday"}""", "to", "earliest")]
    [InlineData("seek", """{}""", "to", "earliest")]
    [InlineData("dead-letters/replay", """{"ids":[]}""", "ids", "left out")]
    public async Task Refuses_what_can_not_be_meant(string command, string body, string field, string reason)
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = Pull });
        using var answer = await client.PostTextAsync($"{path}/{command}", body);
        answer.Refuses(field, reason);
    }

    [Fact]
    public async Task Refuses_strangers_and_names_that_do_not_exist()
    {
        using var admin = app.Admin();
        var path = await SubscriptionAsync(admin, new { delivery = Pull });
        using var stranger = await app.ClientAsync("stranger", "subscribe:another");
        using var forbidden = await stranger.PostTextAsync($"{path}/pull", "{}");
        forbidden.IsProblem(HttpStatusCode.Forbidden, "forbidden");
        using var missing = await admin.PostTextAsync($"{path}-not/pull", "{}");
        missing.IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    private static async Task<string> SubscriptionAsync(ApiClient client, object body)
    {
        var path = $"/api/topics/pull-{Guid.NewGuid():n}";
        using var topic = await client.SendAsync(HttpMethod.Put, path, "{}");
        Assert.Equal(HttpStatusCode.Created, topic.Status);
        using var made = await client.SendAsync(HttpMethod.Put, $"{path}/subscriptions/s", JsonSerializer.Serialize(body));
        Assert.Equal(HttpStatusCode.Created, made.Status);
        return $"{path}/subscriptions/s";
    }

    private static async Task PublishAsync(ApiClient client, string path, string messages)
    {
        using var published = await client.PostTextAsync(path[..path.IndexOf("/subscriptions", StringComparison.Ordinal)] + "/publish", $$"""{"messages":[{{messages}}]}""");
        Assert.Equal(HttpStatusCode.OK, published.Status);
    }

    private static async Task<JsonElement[]> PullAsync(ApiClient client, string path, string body = "{}")
    {
        using var pulled = await client.PostTextAsync($"{path}/pull", body);
        Assert.Equal(HttpStatusCode.OK, pulled.Status);
        return [.. pulled.Json.GetProperty("messages").EnumerateArray().Select(message => message.Clone())];
    }

    private static async Task<string[]> SettleAsync(ApiClient client, string path, string command, object body)
    {
        using var settled = await client.PostAsync($"{path}/{command}", body);
        Assert.Equal(HttpStatusCode.OK, settled.Status);
        return [.. settled.Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("status").GetString()!)];
    }

    private static async Task<(int Backlog, int Outstanding)> BacklogAsync(ApiClient client, string path)
    {
        using var stats = await client.GetAsync($"{path}/stats");
        return (stats.Json.GetProperty("backlog").GetInt32(), stats.Json.GetProperty("outstanding").GetInt32());
    }

    private static async Task<(int Now, int Total)> DeadLetteredAsync(ApiClient client, string path)
    {
        using var stats = await client.GetAsync($"{path}/stats");
        return (stats.Json.GetProperty("deadLettered").GetInt32(), stats.Json.GetProperty("deadLetteredTotal").GetInt32());
    }

    private static string IdOf(JsonElement message) => message.GetProperty("ackId").GetString()!;
}
