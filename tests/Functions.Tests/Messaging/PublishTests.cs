using Serverless.Core.Messaging;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>Publishing in our JSON over HTTP.</summary>
public sealed class PublishTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    [Trait(TestHost.Trait, TestHost.Local)]
    public async Task Stores_messages_as_they_are_and_tells_their_numbers()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        using var published = await client.PostTextAsync($"/api/topics/{topic}/publish", """
            {"messages":[{"data": {"a" : [1, 2.50, "\u00e4"]} ,"attributes":{"type":"order","ä":"x"}},
                         {"data":null,"orderingKey":"k"},{"dataBase64":"AP8=","messageId":"m-1"}]}
            """.Replace("\"ä\"", "\"a.b\"", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, published.Status);
        Assert.Equal([1, 2, 3], Results(published).Select(result => result.GetProperty("sequence").GetInt64()));
        Assert.Equal("m-1", Results(published)[2].GetProperty("id").GetString());
        var stored = await app.StoredAsync(topic);
        Assert.Equal(["""{"a" : [1, 2.50, "\u00e4"]}""", "null"], stored.Take(2).Select(message => message.Text()));
        Assert.Equal(new Dictionary<string, string> { ["type"] = "order", ["a.b"] = "x" }, stored[0].Content.Attributes);
        Assert.Equal(("k", DataKind.Json), (stored[1].Content.OrderingKey, stored[1].Content.Kind));
        Assert.Equal([0, 255], stored[2].Content.Data.ToArray());
        Assert.Equal((DataKind.Binary, "m-1"), (stored[2].Content.Kind, stored[2].Id));
        Assert.Equal(stored.Select(message => message.Id), Results(published).Select(result => result.GetProperty("id").GetString()));
    }

    [Fact]
    [Trait(TestHost.Trait, TestHost.Local)]
    public async Task Stores_a_repeated_message_once()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync(new { shards = 8 });
        var body = new { messages = new[] { new { data = 1, messageId = "same" } } };
        using var first = await client.PostAsync($"/api/topics/{topic}/publish", body);
        using var second = await client.PostAsync($"/api/topics/{topic}/publish", body);
        Assert.Equal(Results(first)[0].GetProperty("sequence").GetInt64(), Results(second)[0].GetProperty("sequence").GetInt64());
        Assert.True(Results(second)[0].GetProperty("duplicate").GetBoolean());
        Assert.Single(await app.StoredAsync(topic));
    }

    [Fact]
    [Trait(TestHost.Trait, TestHost.Local)]
    public async Task Keeps_the_order_of_each_key_among_many_publishers()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync(new { shards = 4 });
        await Task.WhenAll(Enumerable.Range(0, 64).Select(async publisher =>
        {
            for (var i = 0; i < 10; i++)
            {
                using var published = await client.PostAsync($"/api/topics/{topic}/publish", new { messages = new[] { new { data = i, orderingKey = $"{publisher}" } } });
                Assert.Equal(HttpStatusCode.OK, published.Status);
            }
        }));
        var stored = await app.StoredAsync(topic);
        Assert.Equal(640, stored.Count);
        Assert.All(stored.GroupBy(message => message.Content.OrderingKey), key => Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), key.Select(message => message.Text())));
    }

    [Fact]
    [Trait(TestHost.Trait, TestHost.Local)]
    public async Task Keeps_the_trace_that_publishing_belongs_to()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        foreach (var parent in new[] { "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "nonsense" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/topics/{topic}/publish")
            {
                Content = new StringContent("""{"messages":[{"data":1}]}""", null, "application/json"),
                Headers = { { "traceparent", parent }, { "tracestate", "a=b" } },
            };
            using var published = await client.SendAsync(request);
        }

        var stored = await app.StoredAsync(topic);
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", stored[0].Content.TraceParent, StringComparison.Ordinal);
        Assert.Equal("a=b", stored[0].Content.TraceState);
        Assert.Null(stored[1].Content.TraceParent);
    }

    [Theory]
    [Trait(TestHost.Trait, TestHost.Local)]
    [InlineData("", "body", "is empty")]
    [InlineData("[]", "body", "must be a JSON object")]
    [InlineData("{}", "messages", "1-100 messages")]
    [InlineData("""{"messages":[]}""", "messages", "1-100 messages")]
    [InlineData("""{"messages":{}}""", "messages", "must be a list")]
    [InlineData("""{"messages":[{"data":1}],"topic":"x"}""", "topic", "is not a field")]
    [InlineData("""{"messages":[{"data":1},5]}""", "messages[1]", "must be an object")]
    [InlineData("""{"messages":[{"data":1},{}]}""", "messages[1].data", "is required")]
    [InlineData("""{"messages":[{"data":1,"dataBase64":"AA=="}]}""", "messages[0].dataBase64", "given twice")]
    [InlineData("""{"messages":[{"dataBase64":"A"}]}""", "messages[0].dataBase64", "base64")]
    [InlineData("""{"messages":[{"dataBase64":5}]}""", "messages[0].dataBase64", "base64")]
    [InlineData("""{"messages":[{"data":1,"colour":"red"}]}""", "messages[0].colour", "is not a field")]
    [InlineData("""{"messages":[{"data":1,"orderingKey":""}]}""", "messages[0].orderingKey", "1-256 characters")]
    [InlineData("""{"messages":[{"data":1,"orderingKey":5}]}""", "messages[0].orderingKey", "must be a string")]
    [InlineData("""{"messages":[{"data":1,"messageId":"\ud800"}]}""", "messages[0].messageId", "valid Unicode")]
    [InlineData("""{"messages":[{"data":1,"attributes":[]}]}""", "messages[0].attributes", "object whose values are strings")]
    [InlineData("""{"messages":[{"data":1,"attributes":{"a":1}}]}""", "messages[0].attributes.a", "must be a string")]
    [InlineData("""{"messages":[{"data":1,"attributes":{"a":null}}]}""", "messages[0].attributes", "values are strings")]
    [InlineData("""{"messages":[{"data":1},null]}""", "messages", "1-100 messages")]
    [InlineData("""{"messages":[{"data":[{"a":1,"a":2}]}]}""", "messages[0].data", "only once")]
    [InlineData("""{"messages":[{"data":1,"attributes":{"a b":"x"}}]}""", "messages[0].attributes", "must have names")]
    [InlineData("""{"messages":[{"data":1,"attributes":{"serverless:recipient":"x"}}]}""", "messages[0].attributes", "set by the service")]
    [InlineData("""{"messages":[{"data":1,"attributes":{"Serverless:anything":"x"}}]}""", "messages[0].attributes", "set by the service")]
    [InlineData("""{"messages":[{"data":1,"data":2}]}""", "body", "only once")]
    public async Task Refuses_bad_input_naming_the_field_and_stores_nothing(string body, string field, string reason)
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        using var refused = await client.PostTextAsync($"/api/topics/{topic}/publish", body);
        refused.Refuses(field, reason);
        Assert.Empty(await app.StoredAsync(topic));
    }

    [Fact]
    [Trait(TestHost.Trait, TestHost.Local)]
    public async Task Refuses_what_is_too_large_and_stores_nothing()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        var path = $"/api/topics/{topic}/publish";
        using var many = await client.PostAsync(path, new { messages = Enumerable.Repeat(new { data = 1 }, 101) });
        many.Refuses("messages", "1-100 messages");
        using var large = await client.PostAsync(path, new { messages = new[] { new { data = "ok" }, new { data = new string('x', 262_143) } } });
        large.Refuses("messages[1].data", "262,144 bytes");
        using var binary = await client.PostAsync(path, new { messages = new[] { new { dataBase64 = Convert.ToBase64String(new byte[262_145]) } } });
        binary.Refuses("messages[0].dataBase64", "262,144 bytes");
        using var huge = await client.PostAsync(path, new { messages = Enumerable.Repeat(new { data = new string('x', 250_000) }, 5) });
        huge.IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        var attributes = Enumerable.Range(0, 51).ToDictionary(i => $"a{i}", _ => "x");
        using var attributed = await client.PostAsync(path, new { messages = new[] { new { data = 1, attributes } } });
        attributed.Refuses("messages[0].attributes", "at most 50");
        Assert.Empty(await app.StoredAsync(topic));
        using var largest = await client.PostAsync(path, new { messages = new[] { new { dataBase64 = Convert.ToBase64String(new byte[262_144]) } } });
        Assert.Equal(HttpStatusCode.OK, largest.Status);
    }

    [Fact]
    public async Task Knows_no_topic_that_was_never_made_or_was_deleted()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        using var published = await client.PostAsync($"/api/topics/{topic}/publish", new { messages = new[] { new { data = 1 } } });
        using var deleted = await client.DeleteAsync($"/api/topics/{topic}");
        foreach (var name in new[] { topic, "nowhere", "a%20b" })
        {
            using var refused = await client.PostAsync($"/api/topics/{name}/publish", new { messages = new[] { new { data = 1 } } });
            refused.IsProblem(HttpStatusCode.NotFound, "not-found");
        }
    }

    private static System.Text.Json.JsonElement[] Results(ApiResponse response) => [.. response.Json.GetProperty("results").EnumerateArray()];
}
