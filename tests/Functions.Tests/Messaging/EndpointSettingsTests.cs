using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>Header fields, the time-out and the filter of a push subscription, over real HTTP.</summary>
public sealed class EndpointSettingsTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const string Secret = "Bearer aaa.bbb.ccc";

    [Fact]
    public async Task Headers_go_with_each_request_and_are_never_told()
    {
        await using var receiver = await PushReceiver.StartAsync();
        var seen = new List<string>();
        receiver.Answer = (context, _) =>
        {
            seen.Add($"{context.Request.Headers.Authorization} {context.Request.Headers["x-key"]}");
            return PushReceiver.AnswerAsync(context, StatusCodes.Status204NoContent);
        };
        using var client = app.Admin();
        var path = await SubscribeAsync(client, receiver, """{"authorization":"Bearer aaa.bbb.ccc","x-key":"7"}""");
        await PublishAsync(client, path, 1);
        await receiver.WaitAsync("/mail", 1);

        // As it was answered, by way of PUT and PATCH.
        using var read = await client.GetAsync(path);
        using var replaced = await client.PutTextAsync(path, read.Json.GetRawText());
        Assert.Equal(HttpStatusCode.OK, replaced.Status);
        using var paused = await client.PatchAsync(path, new { ackDeadline = "PT20S" });
        using var without = await client.PutTextAsync(path, Body(receiver, headers: null));
        Assert.Equal(HttpStatusCode.OK, without.Status);
        using var after = await client.GetAsync(path);
        await PublishAsync(client, path, 2);
        await receiver.WaitAsync("/mail", 2);

        Assert.Equal([$"{Secret} 7", $"{Secret} 7"], seen);
        Assert.All((ApiResponse[])[read, replaced, paused, without, after], answer =>
        {
            Assert.DoesNotContain("aaa.bbb", answer.Json.GetRawText(), StringComparison.Ordinal);
            Assert.True(JsonElement.DeepEquals(JsonElement.Parse("""{"authorization":null,"x-key":null}"""), answer.Json.GetProperty("delivery").GetProperty("headers")), answer.Json.GetRawText());
        });
    }

    [Theory]
    [InlineData("""{"delivery":{"headers":{"x-key":null}}}""", """{"authorization":null}""")]
    [InlineData("""{"delivery":{"headers":{"x-other":"8"}}}""", """{"authorization":null,"x-key":null,"x-other":null}""")]
    [InlineData("""{"delivery":{"headers":{"x-key":"8"}}}""", """{"authorization":null,"x-key":null}""")]
    public async Task A_patch_changes_single_headers(string patch, string expected)
    {
        await using var receiver = await PushReceiver.StartAsync();
        using var client = app.Admin();
        var path = await SubscribeAsync(client, receiver, """{"authorization":"Bearer aaa.bbb.ccc","x-key":"7"}""");
        using var changed = await client.SendAsync(HttpMethod.Patch, path, patch);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), changed.Json.GetProperty("delivery").GetProperty("headers")), changed.Json.GetRawText());
    }

    [Fact]
    public async Task A_patch_removes_all_headers_at_once()
    {
        await using var receiver = await PushReceiver.StartAsync();
        using var client = app.Admin();
        var path = await SubscribeAsync(client, receiver, """{"x-key":"7","x-other":"8"}""");
        using var changed = await client.SendAsync(HttpMethod.Patch, path, """{"delivery":{"headers":null}}""");
        Assert.False(changed.Json.GetProperty("delivery").TryGetProperty("headers", out _), changed.Json.GetRawText());
    }

    [Fact]
    public async Task No_headers_are_left_where_none_are_wanted()
    {
        await using var receiver = await PushReceiver.StartAsync();
        using var client = app.Admin();
        var path = await SubscribeAsync(client, receiver, """{"x-key":"7"}""");
        using var replaced = await client.PutTextAsync(path, Body(receiver, "{}"));
        Assert.False(replaced.Json.GetProperty("delivery").TryGetProperty("headers", out _), replaced.Json.GetRawText());
    }

    [Fact]
    public async Task Another_endpoint_never_gets_the_headers_of_the_one_before()
    {
        await using var receiver = await PushReceiver.StartAsync();
        await using var thief = await PushReceiver.StartAsync();
        using var client = app.Admin();
        var path = await SubscribeAsync(client, receiver, """{"x-key":"7"}""");
        using var refused = await client.PatchAsync(path, new { delivery = new { endpoint = thief.Address.ToString() } });
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.True(refused.Json.GetProperty("errors").TryGetProperty("delivery.headers.x-key", out _), refused.Json.GetRawText());
        using var moved = await client.PutTextAsync(path, Body(thief, headers: null));
        Assert.False(moved.Json.GetProperty("delivery").TryGetProperty("headers", out _), moved.Json.GetRawText());
    }

    [Theory]
    [InlineData("""{"host":"a"}""")]
    [InlineData("""{"Content-Type":"a"}""")]
    [InlineData("""{"connection":"close"}""")]
    [InlineData("""{"Transfer-Encoding":"chunked"}""")]
    [InlineData("""{"Webhook-Signature":"v1,a"}""")]
    [InlineData("""{"ce-id":"a"}""")]
    [InlineData("""{"traceparent":"a"}""")]
    [InlineData("""{"bad name":"a"}""")]
    [InlineData("""{"":"a"}""")]
    [InlineData("""{"x-key":""}""")]
    [InlineData("""{"x-key":" a"}""")]
    [InlineData("""{"x-key":"a\r\nb: c"}""")]
    [InlineData("""{"x-key":"\u00e4"}""")]
    [InlineData("""{"x-key":null}""")]
    [InlineData("""{"x-key":1}""")]
    [InlineData("""{"x-key":"a","X-Key":"b"}""")]
    [InlineData("""{"a1":"a","a2":"a","a3":"a","a4":"a","a5":"a","a6":"a","a7":"a","a8":"a","a9":"a","a10":"a","a11":"a"}""")]
    public async Task Refuses_headers(string headers)
    {
        await using var receiver = await PushReceiver.StartAsync();
        using var client = app.Admin();
        var path = $"/api/topics/{await client.TopicAsync()}/subscriptions/mail";
        using var refused = await client.PutTextAsync(path, Body(receiver, headers));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains(refused.Json.GetProperty("errors").EnumerateObject(), error => error.Name.StartsWith("delivery.headers", StringComparison.Ordinal));
        using var found = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, found.Status);
    }

    [Theory]
    [InlineData("PT1S", HttpStatusCode.Created)]
    [InlineData("PT1M", HttpStatusCode.Created)]
    [InlineData("PT0.9S", HttpStatusCode.BadRequest)]
    [InlineData("PT61S", HttpStatusCode.BadRequest)]
    [InlineData("10", HttpStatusCode.BadRequest)]
    public async Task Has_a_time_out_of_a_second_to_a_minute(string timeout, HttpStatusCode expected)
    {
        using var client = app.Admin();
        using var made = await client.PutAsync(
            $"/api/topics/{await client.TopicAsync()}/subscriptions/mail", new { paused = true, delivery = new { mode = "push", endpoint = "http://127.0.0.1:9/mail", timeout } });
        Assert.Equal(expected, made.Status);
        if (expected == HttpStatusCode.Created)
        {
            Assert.Equal(timeout, made.Json.GetProperty("delivery").GetProperty("timeout").GetString());
        }
        else
        {
            Assert.True(made.Json.GetProperty("errors").TryGetProperty("delivery.timeout", out _), made.Json.GetRawText());
        }
    }

    [Fact]
    public async Task An_endpoint_is_waited_for_no_longer_than_it_was_given()
    {
        await using var receiver = await PushReceiver.StartAsync();
        var first = true;
        receiver.Answer = async (context, _) =>
        {
            if (first)
            {
                first = false;
                await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            }

            await PushReceiver.AnswerAsync(context, StatusCodes.Status204NoContent);
        };
        using var client = app.Admin();
        var path = await SubscribeAsync(client, receiver, "{}", "PT1S");
        await PublishAsync(client, path, 1);
        await receiver.WaitAsync("/mail", 1);
        Assert.Equal(2, receiver.Requests.Count);
    }

    [Fact]
    public async Task A_filter_chooses_by_every_kind_of_condition_also_by_the_context_of_events()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        var path = $"/api/topics/{topic}/subscriptions/mail";
        using var made = await client.PutTextAsync(
            path, """{"delivery":{"mode":"pull"},"filter":{"ce-type":["order.placed","order.paid"],"ce-subject":{"prefix":"eu-","not":{"suffix":"-test"}},"ce-internal":{"exists":false}}}""");
        Assert.Equal(HttpStatusCode.Created, made.Status);
        foreach (var (id, type, subject, extra) in ((string, string, string?, string)[])
            [("1", "order.placed", "eu-1", ""), ("2", "order.lost", "eu-1", ""), ("3", "order.paid", "eu-1-test", ""), ("4", "order.paid", null, ""), ("5", "order.paid", "eu-2", ""), ("6", "order.paid", "eu-2", ",\"internal\":\"yes\"")])
        {
            var subjectField = subject is null ? "" : $",\"subject\":\"{subject}\"";
            var content = new StringContent($$"""{"specversion":"1.0","id":"{{id}}","source":"/s","type":"{{type}}"{{subjectField}}{{extra}},"data":1}""", Encoding.UTF8, "application/cloudevents+json");
            using var published = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/api/topics/{topic}/publish") { Content = content });
            Assert.Equal(HttpStatusCode.OK, published.Status);
        }

        using var pulled = await client.PostAsync(path + "/pull", new { max = 100 });
        Assert.Equal(["1", "5"], pulled.Json.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("""{"filter":{"b":{"suffix":"x"}}}""", """{"a":["1","2"],"b":{"prefix":"2","suffix":"x"}}""")]
    [InlineData("""{"filter":{"b":{"prefix":null,"not":"x"}}}""", """{"a":["1","2"],"b":{"not":"x"}}""")]
    [InlineData("""{"filter":{"a":["3"]}}""", """{"a":["3"],"b":{"prefix":"2"}}""")]
    [InlineData("""{"filter":{"a":{"exists":true},"b":null}}""", """{"a":{"exists":true}}""")]
    public async Task A_patch_merges_conditions(string patch, string expected)
    {
        using var client = app.Admin();
        var path = $"/api/topics/{await client.TopicAsync()}/subscriptions/mail";
        using var made = await client.PutTextAsync(path, """{"delivery":{"mode":"pull"},"filter":{"a":["1","2"],"b":{"prefix":"2"}}}""");
        using var changed = await client.SendAsync(HttpMethod.Patch, path, patch);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), changed.Json.GetProperty("filter")), changed.Json.GetRawText());
    }

    private static async Task<string> SubscribeAsync(ApiClient client, PushReceiver receiver, string headers, string? timeout = null)
    {
        var path = $"/api/topics/{await client.TopicAsync()}/subscriptions/mail";
        using var made = await client.PutTextAsync(path, Body(receiver, headers, timeout));
        Assert.True(made.Status == HttpStatusCode.Created, made.Json.GetRawText());
        Assert.DoesNotContain("aaa.bbb", made.Json.GetRawText(), StringComparison.Ordinal);
        return path;
    }

    private static string Body(PushReceiver receiver, string? headers, string? timeout = null)
    {
        var fields = (headers is null ? "" : $",\"headers\":{headers}") + (timeout is null ? "" : $",\"timeout\":\"{timeout}\"");
        return "{\"delivery\":{\"mode\":\"push\",\"endpoint\":\"" + new Uri(receiver.Address, "mail") + "\"" + fields + "}}";
    }

    private static async Task PublishAsync(ApiClient client, string subscription, int number)
    {
        using var published = await client.PostAsync($"{subscription.Split("/subscriptions/")[0]}/publish", new { messages = new[] { new { data = new { number } } } });
        Assert.Equal(HttpStatusCode.OK, published.Status);
    }
}
