using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Serverless.Core.Messaging;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>How deep data may be nested: the same for each form that it comes in, and what is taken comes out again.</summary>
public sealed class NestedDataTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const string Json = "application/json";
    private const string Event = "application/cloudevents+json";
    private const string Batch = "application/cloudevents-batch+json";
    private const string Binary = "application/vnd.example+json";
    private const string Context = "\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\"";

    /// <summary>Content type, the body around the data, and the field that is refused.</summary>
    public static TheoryData<string, string, string> Forms => new()
    {
        { Json, """{"messages":[{"data":1},{"data":~}]}""", "messages[1].data" },
        { Event, $$"""{{{Context}},"data":~}""", "data" },
        { Batch, $$"""[{{{Context.Replace("\"1\"", "\"2\"", StringComparison.Ordinal)}}},{{{Context}},"data":~}]""", "body[1].data" },
        { Json + "; binary", "~", "body" },
        { Binary, "~", "body" },
    };

    [Theory]
    [Trait(TestHost.Trait, TestHost.Local)]
    [MemberData(nameof(Forms))]
    public async Task Data_has_thirty_two_levels_at_most(string type, string around, string field)
    {
        using var client = app.Admin();
        foreach (var (open, close) in new[] { ("[", "]"), ("{\"a\":", "}"), ("[{\"a\":[", "]}]") })
        {
            var topic = await SubscribedAsync(client);
            foreach (var levels in new[] { 33, 36, 60, 64, 65, 1_000 })
            {
                using var refused = await PublishAsync(client, topic, type, around, Nested(open, close, levels));
                refused.IsProblem(HttpStatusCode.BadRequest, "invalid-request");
                Assert.Contains("is nested too deeply", ErrorsOf(refused), StringComparison.Ordinal);
                Assert.DoesNotContain("JSON", ErrorsOf(refused), StringComparison.Ordinal);
                Assert.True(levels > 36 || refused.Json.GetProperty("errors").TryGetProperty(field, out _), ErrorsOf(refused));
            }

            Assert.Empty(await app.StoredAsync(topic));
            var deepest = Nested(open, close, MessageContent.MaxDepth);
            using var taken = await PublishAsync(client, topic, type, around, deepest);
            Assert.Equal(HttpStatusCode.OK, taken.Status);
            Assert.Contains(deepest, await PulledAsync(client, topic));
        }
    }

    [Theory]
    [InlineData("POST", "/api/links")]
    [InlineData("PUT", "/api/ratelimit/rules/deep")]
    [InlineData("POST", "/api/ratelimit/check")]
    [InlineData("POST", "/api/keys")]
    [InlineData("PUT", "/api/topics/deep")]
    public async Task No_other_body_that_is_nested_too_deeply_is_said_to_be_no_json(string method, string path)
    {
        using var client = app.Admin();
        using var refused = await client.SendAsync(new HttpMethod(method), path, "{\"url\":" + Nested("[", "]", 64) + "}");
        refused.Refuses("body", "is nested too deeply: at most 64 levels");
    }

    private static async Task<string> SubscribedAsync(ApiClient client)
    {
        var topic = await client.TopicAsync();
        using var made = await client.PutAsync($"/api/topics/{topic}/subscriptions/s", new { delivery = new { mode = "pull" } });
        return topic;
    }

    private static Task<ApiResponse> PublishAsync(ApiClient client, string topic, string type, string around, string data)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/topics/{topic}/publish")
        {
            Content = new StringContent(around.Replace("~", data, StringComparison.Ordinal), Encoding.UTF8),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type.Split(';')[0]);
        if (around == "~")
        {
            foreach (var (name, value) in new[] { ("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-source", "/s"), ("ce-type", "t") })
            {
                request.Headers.Add(name, value);
            }
        }

        return client.SendAsync(request);
    }

    // By a parser that reads as deep as parsers usually do.
    private static async Task<IEnumerable<string>> PulledAsync(ApiClient client, string topic)
    {
        using var pulled = await client.PostTextAsync($"/api/topics/{topic}/subscriptions/s/pull", "{}");
        using var read = JsonDocument.Parse(pulled.Body);
        return [.. read.RootElement.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("data").GetRawText())];
    }

    private static string ErrorsOf(ApiResponse refused) => refused.Json.GetProperty("errors").GetRawText();

    // Whole rounds of what opens and closes, and lists for the rest.
    private static string Nested(string open, string close, int levels)
    {
        var each = open.Count(letter => letter is '[' or '{');
        var (rounds, rest) = (levels / each, levels % each);
        return string.Concat(Enumerable.Repeat(open, rounds)) + new string('[', rest) + "1" + new string(']', rest) + string.Concat(Enumerable.Repeat(close, rounds));
    }
}
