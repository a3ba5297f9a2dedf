using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.Functions.Tests.Messaging;

namespace Serverless.Functions.Tests.Requests;

/// <summary>Text that comes in is valid UTF-8 or refused, wherever it comes in.</summary>
public sealed class TextTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const string Json = "application/json";
    private const string Event = "application/cloudevents+json";
    private const string Batch = "application/cloudevents-batch+json";

    /// <summary>Method, path, content type and body of a request each; <c>~</c> stands for a byte that no UTF-8 has there.</summary>
    public static TheoryData<string, string, string, string> Requests => new()
    {
        { "POST", "/api/links", Json, """{"url":"https://example.com/caf~"}""" },
        { "POST", "/api/links", Json, """[{"url":"https://example.com/"},{"url":"https://example.com/caf~"}]""" },
        { "PATCH", "/api/links/none", Json, """{"url":"https://example.com/caf~"}""" },
        { "PUT", "/api/ratelimit/rules/text", Json, """{"api":"caf~","op":"o","timeUnit":"second","requests":1}""" },
        { "PUT", "/api/ratelimit/apis/text", Json, """{"upstream":"https://example.com/caf~","operations":[]}""" },
        { "POST", "/api/ratelimit/check", Json, """{"api":"a","op":"o","caller":{"user":"caf~"}}""" },
        { "POST", "/api/ratelimit/check", Json, """[{"api":"a","op":"o","caller":{"headers":{"a":"caf~"}}}]""" },
        { "POST", "/api/keys", Json, """{"owner":"caf~","scopes":["links"]}""" },
        { "PUT", "/api/topics/text", Json, """{"maxAge":"caf~"}""" },
        { "PUT", "/api/topics/{topic}/subscriptions/other", Json, """{"delivery":{"mode":"pull"},"filter":{"a":"caf~"}}""" },
        { "PATCH", "/api/topics/{topic}/subscriptions/text", Json, """{"filter":{"caf~":"a"}}""" },
        { "POST", "/api/topics/{topic}/subscriptions/text/pull", Json, """{"wait":"caf~"}""" },
        { "POST", "/api/topics/{topic}/subscriptions/text/ack", Json, """{"ackIds":["caf~"]}""" },
        { "POST", "/api/topics/{topic}/subscriptions/text/nack", Json, """{"ackIds":["caf~"]}""" },
        { "POST", "/api/topics/{topic}/subscriptions/text/extend", Json, """{"ackIds":["caf~"],"by":"PT10S"}""" },
        { "POST", "/api/topics/{topic}/subscriptions/text/seek", Json, """{"to":"caf~"}""" },
        { "POST", "/api/topics/{topic}/subscriptions/text/dead-letters/replay", Json, """{"ids":["caf~"]}""" },
        { "POST", "/api/topics/{topic}/publish", Json, """{"messages":[{"data":"caf~"}]}""" },
        { "POST", "/api/topics/{topic}/publish", Json, """{"messages":[{"data":{"caf~":[]}}]}""" },
        { "POST", "/api/topics/{topic}/publish", Json, """{"messages":[{"data":1,"attributes":{"a":"caf~"}}]}""" },
        { "POST", "/api/topics/{topic}/publish", Json, """{"messages":[{"data":1,"attributes":{"caf~":"a"}}]}""" },
        { "POST", "/api/topics/{topic}/publish", Json, """{"messages":[{"data":1,"orderingKey":"caf~"}]}""" },
        { "POST", "/api/topics/{topic}/publish", Json, """{"messages":[{"data":1,"messageId":"caf~"}]}""" },
        { "POST", "/api/topics/{topic}/publish", "application/vnd.example+json", """{"messages":[{"data":"caf~"}]}""" },
        { "POST", "/api/topics/{topic}/publish", Event, """{"specversion":"1.0","id":"1","source":"/s","type":"t","data":"caf~"}""" },
        { "POST", "/api/topics/{topic}/publish", Event, """{"specversion":"1.0","id":"1","source":"/s","type":"t","subject":"caf~"}""" },
        { "POST", "/api/topics/{topic}/publish", Batch, """[{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"caf~":1}}]""" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_body_that_is_no_utf8_is_refused(string method, string path, string type, string body)
    {
        using var client = app.Admin();
        var topic = await TopicAsync(client);
        using var refused = await SendAsync(client, method, path.Replace("{topic}", topic, StringComparison.Ordinal), type, body);
        refused.Refuses("body", "not valid UTF-8");
        Assert.Empty(await app.StoredAsync(topic));
    }

    [Theory]
    [InlineData(Json)]
    [InlineData("application/vnd.example+json")]
    public async Task An_event_in_headers_whose_json_is_no_utf8_is_refused(string type)
    {
        using var client = app.Admin();
        var topic = await TopicAsync(client);
        using var refused = await SendAsync(client, "POST", $"/api/topics/{topic}/publish", type, "\"caf~\"", EventHeaders);
        refused.Refuses("body", "not valid UTF-8");
        Assert.Empty(await app.StoredAsync(topic));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_taken_as_bytes()
    {
        using var client = app.Admin();
        var topic = await TopicAsync(client);
        using var taken = await SendAsync(client, "POST", $"/api/topics/{topic}/publish", "text/plain; charset=iso-8859-1", "caf~", EventHeaders);
        Assert.Equal(HttpStatusCode.OK, taken.Status);
        Assert.Equal([(byte)'c', (byte)'a', (byte)'f', 0xE9], Assert.Single(await app.StoredAsync(topic)).Content.Data.ToArray());
    }

    [Theory]
    [InlineData("ce-subject: caf~")]
    [InlineData("ce-caf~: x")]
    [InlineData("tracestate: a=caf~")]
    [InlineData("x-user-id: caf~")]
    public async Task A_header_that_is_no_utf8_is_refused(string header)
    {
        using var client = app.Admin();
        var topic = await TopicAsync(client);
        var status = await SendRawAsync(
            $"POST /api/topics/{topic}/publish HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {app.AdminKey}\r\ncontent-type: application/json\r\n"
            + $"ce-specversion: 1.0\r\nce-id: 1\r\nce-source: /s\r\nce-type: t\r\n{header}\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{{}}");
        Assert.StartsWith("HTTP/1.1 400", status, StringComparison.Ordinal);
        Assert.Empty(await app.StoredAsync(topic));
    }

    [Theory]
    [InlineData("%ff")]
    [InlineData("%c3")]
    [InlineData("%ed%a0%80")]
    public async Task An_attribute_that_is_no_utf8_once_decoded_is_refused(string value)
    {
        using var client = app.Admin();
        var topic = await TopicAsync(client);
        using var refused = await SendAsync(client, "POST", $"/api/topics/{topic}/publish", Json, "{}", headers =>
        {
            EventHeaders(headers);
            headers.TryAddWithoutValidation("ce-subject", value);
        });
        refused.Refuses("subject", "percent-encoded UTF-8");
        Assert.Empty(await app.StoredAsync(topic));
    }

    [Theory]
    [InlineData(Json, """{"messages":[{"data":1},{"data":["a\ud800b"]}]}""", "messages[1].data")]
    [InlineData(Json, """{"messages":[{"data":"\udc00\ud800"}]}""", "messages[0].data")]
    [InlineData(Json, """{"messages":[{"data":1,"attributes":{"a":"\ud800"}}]}""", "messages[0].attributes.a")]
    [InlineData(Event, """{"specversion":"1.0","id":"1","source":"/s","type":"t","data":"\ud83d"}""", "data")]
    [InlineData(Event, """{"specversion":"1.0","id":"1","source":"/s","type":"t","subject":"\ud83d"}""", "subject")]
    [InlineData(Batch, """[{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"a":"\uDEAD"}}]""", "body[0].data")]
    public async Task Half_a_character_in_an_escape_is_refused(string type, string body, string field)
    {
        using var client = app.Admin();
        var topic = await TopicAsync(client);
        using var refused = await SendAsync(client, "POST", $"/api/topics/{topic}/publish", type, body);
        refused.Refuses(field, "");
        Assert.Empty(await app.StoredAsync(topic));
    }

    [Fact]
    public async Task Whole_characters_are_kept_as_they_were_written()
    {
        using var client = app.Admin();
        var topic = await TopicAsync(client);
        const string Data = """
            "\ud83d\ude00 😀 \\ud800 é"
            """;
        using var taken = await client.PostTextAsync($"/api/topics/{topic}/publish", $$"""{{'\ufeff'}}{"messages":[{"data": {{Data}} }]}""");
        Assert.Equal(HttpStatusCode.OK, taken.Status);
        Assert.Equal(Data, Assert.Single(await app.StoredAsync(topic)).Text());
    }

    private static async Task<string> TopicAsync(ApiClient client)
    {
        var topic = await client.TopicAsync();
        using var made = await client.PutAsync($"/api/topics/{topic}/subscriptions/text", new { delivery = new { mode = "pull" } });
        return topic;
    }

    private static void EventHeaders(HttpHeaders headers)
    {
        foreach (var (name, value) in new[] { ("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-source", "/s"), ("ce-type", "t") })
        {
            headers.Add(name, value);
        }
    }

    private static Task<ApiResponse> SendAsync(ApiClient client, string method, string path, string type, string body, Action<HttpHeaders>? headers = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new ByteArrayContent(BytesOf(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        headers?.Invoke(request.Headers);
        return client.SendAsync(request);
    }

    private static byte[] BytesOf(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        bytes.AsSpan().Replace((byte)'~', (byte)0xE9);
        return bytes;
    }

    private async Task<string> SendRawAsync(string request)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var socket = new TcpClient();
        await socket.ConnectAsync(app.Address.Host, app.Address.Port, cancel);
        var stream = socket.GetStream();
        await stream.WriteAsync(BytesOf(request), cancel);
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync(cancel) ?? "";
    }
}
