using System.Text.Json;

namespace Serverless.Torture.Security;

/// <summary>Texts that hold, or might become, the end of a line, wherever they go into a header: what came over the wire has no line that was not ours.</summary>
public sealed class HeaderInjectionTests(CrossOriginApp app) : IClassFixture<CrossOriginApp>
{
    private static readonly string[] KnownHeaders =
    [
        "content-length", "content-type", "date", "location", "cache-control", "connection", "vary", "access-control-allow-origin", "access-control-allow-headers",
        "access-control-allow-methods", "access-control-expose-headers", "retry-after", "ratelimit", "ratelimit-policy", "transfer-encoding", "www-authenticate", "allow",
        "content-security-policy", "x-content-type-options", "referrer-policy", "etag", "x-plain", "x-request-id",
    ];

    /// <summary>Ends of lines as they are, as others write them, and letters whose last byte is one.</summary>
    public static TheoryData<string> Ends =>
    [
        "\r\n", "\n", "\r", "\0", "\u0085", "\u2028", "\u2029", "\u000b", "\u560a\u560d", "\u010d\u010a", "\u0a0d\u0d0a", "\ud83d\udc0d\ud83d\udc0a",
    ];

    public static TheoryData<string> EncodedEnds =>
    [
        "%0d%0a", "%0D%0A", "%0a", "%0d", "%00", "%250d%250a", "%u000d%u000a", "%E5%98%8D%E5%98%8A", "%c4%8d%c4%8a", "%c0%8d%c0%8a", "%E2%80%A8", "\\r\\n", "&#13;&#10;", "=0D=0A",
    ];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_target_that_could_end_a_line_is_refused(string end)
    {
        using var admin = app.Admin();
        foreach (var url in new[] { $"https://example.com/{end}Set-Cookie: a=b", $"https://example.com/?{end}Set-Cookie: a=b", $"https://example.com{end}/", $"https://example.com/#{end}" })
        {
            using var created = await admin.PostAsync("/api/links", new { url });
            Assert.Equal(HttpStatusCode.BadRequest, created.Status);
        }
    }

    [Theory]
    [MemberData(nameof(EncodedEnds))]
    public async Task A_target_with_an_encoded_end_of_a_line_is_sent_byte_for_byte(string end)
    {
        using var admin = app.Admin();
        var url = $"https://example.com/a?b={end}Set-Cookie:a=b{end}{end}<script>";
        using var created = await admin.PostAsync("/api/links", new { url });
        Assert.Equal(HttpStatusCode.Created, created.Status);
        var followed = await RawAnswer.GetAsync(app.Address, $"/{created.Text("key")}");
        Assert.Equal(url, followed.Header("Location"));
        IsWhole(followed);
        Assert.Empty(followed.Body);
    }

    [Theory]
    [MemberData(nameof(EncodedEnds))]
    public async Task No_path_query_or_header_of_a_request_makes_a_line_of_the_answer(string end)
    {
        var (key, hostile) = (app.AdminKey, $"{end}Set-Cookie:a=b".Replace("#", "%23", StringComparison.Ordinal));
        foreach (var call in Routes.All)
        {
            var target = call.Path.Contains(Routes.Name, StringComparison.Ordinal)
                ? call.Path.Replace(Routes.Name, Routes.Name + hostile, StringComparison.Ordinal)
                : $"{call.Path}{hostile}?limit={hostile}&api={hostile}&op={hostile}&continuation={hostile}";
            var answer = await RawAnswer.ToAsync(
                app.Address,
                $"{call.Method} {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {key}\r\nOrigin: {CrossOriginApp.Origin}{hostile}\r\nUser-Agent: {hostile}\r\nX-Forwarded-Uri: /{hostile}\r\nX-Forwarded-Method: {hostile}\r\nX-Forwarded-For: {hostile}\r\nReferer: {hostile}\r\nContent-Type: application/json\r\nContent-Length: {call.Body?.Length ?? 0}\r\n\r\n{call.Body}");
            Assert.True(answer.Status[0] != '5', $"{call.Function}: {answer.Head}");
            IsWhole(answer);
        }
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\0")]
    [InlineData("\u0001")]
    [InlineData("\u001b[2J")]
    [InlineData("\u0085")]
    [InlineData("\u007f")]
    [InlineData("\u00c3\u00a9")]
    [InlineData(", x-a, \t x-b")]
    public async Task A_question_for_cross_origin_calls_is_answered_without_a_line_of_its_own(string hostile)
    {
        foreach (var line in new[] { $"Origin: {CrossOriginApp.Origin}{hostile}", $"Origin: {CrossOriginApp.Origin}\r\nAccess-Control-Request-Headers: x-a{hostile}", $"Origin: {CrossOriginApp.Origin}\r\nAccess-Control-Request-Headers: x-a\r\nAccess-Control-Request-Method: GET{hostile}" })
        {
            var answer = await RawAnswer.ToAsync(app.Address, $"OPTIONS /api/links HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccess-Control-Request-Method: POST\r\n{line}\r\n\r\n");
            Assert.True(answer.Status[0] != '5', answer.Head);
            IsWhole(answer);
            Assert.DoesNotContain(answer.Head.Replace("\r\n", "", StringComparison.Ordinal), letter => char.IsControl(letter) && letter != '\t');
        }
    }

    [Theory]
    [InlineData("X-Plain: a\rSet-Cookie: a=b")]
    [InlineData("X-Plain: a\nSet-Cookie: a=b")]
    [InlineData("X-Plain: a\r\n Set-Cookie: a=b")]
    [InlineData("X-Plain: a\0Set-Cookie: a=b")]
    [InlineData("X-Plain: \u001b[2J")]
    [InlineData("X-Plain: \u010d\u010aSet-Cookie: a=b")]
    [InlineData("X-Plain: \u0085Set-Cookie: a=b")]
    [InlineData("X-Plain : a")]
    [InlineData("X-Pl\rain: a")]
    [InlineData("X-Plain")]
    [InlineData("Location: /\rSet-Cookie: a=b")]
    [InlineData("RateLimit: \"a\";r=1\rSet-Cookie: a=b")]
    public async Task What_an_api_writes_into_its_head_makes_no_other_line_in_ours(string line)
    {
        await using var upstream = new RawServer(RawServer.Answering($"HTTP/1.1 200 OK\r\n{line}\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"));
        var name = $"hostile-{Guid.NewGuid():N}";
        using var admin = app.Admin();
        using var put = await admin.PutAsync($"/api/ratelimit/apis/{name}", new { upstream = upstream.Address, operations = new[] { new { op = "any", method = "*", route = "{*path}" } } });
        Assert.Equal(HttpStatusCode.Created, put.Status);
        var answer = await RawAnswer.GetAsync(app.Address, $"/gateway/{name}/x");
        Assert.Contains(answer.Status, new[] { "200", "502" });
        // A line that the API itself ended is its own to send.
        IsWhole(answer, line.Contains('\n', StringComparison.Ordinal) ? ["set-cookie"] : []);
        Assert.DoesNotContain(answer.Head.Replace("\r\n", "", StringComparison.Ordinal), letter => letter is '\r' or '\n' or '\0');
    }

    [Theory]
    [MemberData(nameof(Ends))]
    [MemberData(nameof(EncodedEnds))]
    public async Task What_a_publisher_writes_makes_no_line_in_a_delivery(string end)
    {
        await using var endpoint = new RawServer(RawServer.Answering("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"));
        var name = $"hostile-{Guid.NewGuid():N}";
        using var admin = app.Admin();
        using var topic = await admin.PutAsync($"/api/topics/{name}", new { });
        using var subscription = await admin.PutAsync($"/api/topics/{name}/subscriptions/mail", new { delivery = new { mode = "push", endpoint = endpoint.Address } });
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (topic.Status, subscription.Status));
        var hostile = $"{end}X-Injected: 1{end}{end}";
        var trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var events = new[]
        {
            Event(hostile, trace + hostile, "a=b"),
            Event("id-2" + hostile, trace, "a=b" + hostile),
            Event("id-3", "cc" + trace[2..] + "-" + hostile, hostile),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/topics/{name}/publish")
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(events)) { Headers = { ContentType = new("application/cloudevents-batch+json") } },
        };
        using var published = await admin.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, published.Status);
        var stored = published.Json.GetProperty("results").EnumerateArray().Count(result => result.TryGetProperty("sequence", out _));
        Assert.Equal(events.Length, stored);
        for (var i = 0; i < events.Length; i++)
        {
            await endpoint.ArrivedAsync();
        }

        Assert.All(endpoint.Requests, received =>
        {
            var head = received[..received.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
            Assert.Equal(head.Split("\r\n").Length, head.Split('\r', '\n', '\0').Count(part => part.Length > 0));
            Assert.All(head.Split("\r\n").Skip(1), line => Assert.Matches("^(Host|User-Agent|WebHook-Request-Origin|webhook-(id|timestamp|signature)|trace(parent|state)|Content-(Type|Length)): ", line));
            Assert.DoesNotContain(head.Split("\r\n"), line => line.StartsWith("X-Injected", StringComparison.Ordinal));
        });

        static object Event(string id, string traceparent, string tracestate) =>
            new { specversion = "1.0", id, source = "/" + id, type = id, traceparent, tracestate, subject = id, data = 1 };
    }

    private static void IsWhole(RawAnswer answer, params string[] more)
    {
        Assert.All(answer.Names, name => Assert.Contains(name, KnownHeaders.Concat(more)));
        Assert.Equal(answer.Head.Split("\r\n").Length, answer.Head.Split('\r', '\n').Count(part => part.Length > 0));
    }
}
