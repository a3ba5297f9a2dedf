using System.Text;
using System.Text.RegularExpressions;
using Serverless.Functions.Requests;
using Serverless.Functions.Tests.Description.Generator;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.Functions.Tests.RateLimiting;

namespace Serverless.Functions.Tests.Description;

/// <summary>Real answers of every operation are what the API description says, down to the last field.</summary>
public sealed class AnswersTests(GatewayApp gateway) : IClassFixture<GatewayApp>
{
    private const string Mail = "/api/topics/described/subscriptions/mail";

    private RunningApp App => gateway.App;

    [Fact]
    public async Task Every_operation_answers_as_described()
    {
        using var admin = new CheckedClient(App.Admin());
        using var anonymous = new CheckedClient(App.Anonymous()) { Seen = admin.Seen };
        await UseLinksAsync(admin, anonymous);
        await UseKeysAsync(admin);
        await UseRateLimitsAsync(admin, anonymous);
        await UseMessagesAsync(admin);
        foreach (var path in (string[])["/", "/api/health/live", "/api/health/ready", "/api/openapi.json"])
        {
            await anonymous.SendAsync("GET", path, 200);
        }

        await admin.SendAsync("GET", "/api/health/ready", 200);
        Assert.DoesNotContain(
            DescribedApi.Operations.Select(operation => operation.Id).Except(admin.Seen.Keys), id => !id.StartsWith("Console", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_console_is_answered_as_described()
    {
        using var client = App.Anonymous();
        using var page = await client.GetAsync("/api/console");
        if (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.SkipWhen(page.Status == HttpStatusCode.ServiceUnavailable, "This build has no console: Node.js was not installed.");
        }

        var script = Regex.Match(System.Text.Encoding.UTF8.GetString(page.Body), "/api/console/assets/[^\"]+[.]js").Value;
        using var anonymous = new CheckedClient(App.Anonymous());
        await anonymous.SendAsync("GET", "/api/console", 200);
        await anonymous.SendAsync("GET", script, 200);
    }

    [Fact]
    public async Task Problems_come_as_described()
    {
        using var admin = new CheckedClient(App.Admin());
        using var anonymous = new CheckedClient(App.Anonymous()) { Seen = admin.Seen };
        using var stranger = new CheckedClient(await App.ClientAsync("stranger", "links")) { Seen = admin.Seen };
        await FailAtLinksAsync(admin, anonymous, stranger);
        await FailAtRateLimitsAsync(admin, anonymous);
        await FailAtMessagesAsync(admin);
        string[] rest =
        [
            ProblemTypes.LinkBlocked, ProblemTypes.BadHttp, ProblemTypes.LimitsUnavailable, ProblemTypes.Overloaded, ProblemTypes.UpstreamRefused, ProblemTypes.UpstreamTimeout,
            ProblemTypes.IdempotencyInFlight, ProblemTypes.BeingDelivered, ProblemTypes.Unavailable, ProblemTypes.Internal,
        ];
        Assert.Equal(
            ProblemSamples.All.Select(sample => sample.Type!).Except(rest.Select(ProblemTypes.UriOf)).Order(StringComparer.Ordinal),
            admin.Seen.Keys.Where(key => key.Contains(':', StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Problems_that_need_an_outage_are_as_described_too() => Assert.All(ProblemSamples.All, sample =>
    {
        var name = string.Concat(sample.Type!.Split(':', '#')[^1].Split('-').Select(System.Globalization.CultureInfo.InvariantCulture.TextInfo.ToTitleCase)) + "Problem";
        var schema = DescribedApi.Root.GetProperty("components").GetProperty("schemas").GetProperty(name);
        Assert.Null(DescribedApi.Refuse(schema, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(sample, RequestsJson.Web.ProblemDetails)));
    });

    private static async Task UseLinksAsync(CheckedClient admin, CheckedClient anonymous)
    {
        await admin.SendAsync("POST", "/api/links", 201, """{"url":"https://example.com/1","alias":"described","redirect":302}""");
        await admin.SendAsync("POST", "/api/links", 200, """[{"url":"https://example.com/2"},{"url":"nonsense"}]""");
        await admin.SendAsync("GET", "/api/links?limit=1", 200);
        await admin.SendAsync("GET", "/api/links/described", 200);
        await anonymous.SendAsync("GET", "/described", 302);
        await admin.SendAsync("GET", "/api/links/described", 304, null, ("If-None-Match", "*"));
        await admin.SendAsync("PATCH", "/api/links/described", 200, """{"redirect":301}""");
        await anonymous.SendAsync("GET", "/described", 301);
        await admin.SendAsync("GET", "/api/links/described/stats", 200);
        await admin.SendAsync("GET", "/api/links/described/qr", 200);
        await admin.SendAsync("DELETE", "/api/links/described", 204);
        await admin.SendAsync("POST", "/api/links/described/restore", 200);
    }

    private static async Task UseKeysAsync(CheckedClient admin)
    {
        var key = await admin.SendAsync("POST", "/api/keys", 201, """{"owner":"described","scopes":["links","publish:orders-*"]}""");
        await admin.SendAsync("GET", "/api/keys", 200);
        await admin.SendAsync("GET", "/api/keys/self", 200);
        await admin.SendAsync("GET", "/api/audit", 200);
        await admin.SendAsync("POST", $"/api/keys/{key.GetProperty("id").GetString()}/rotate", 200, """{"overlap":"PT1H"}""");
        await admin.SendAsync("DELETE", $"/api/keys/{key.GetProperty("id").GetString()}", 204);
    }

    private async Task UseRateLimitsAsync(CheckedClient admin, CheckedClient anonymous)
    {
        const string Rule = """{"api":"shop","op":"buy","timeUnit":"hour","requests":2,"algorithm":"tokenBucket","burst":1}""";
        const string Check = """{"api":"shop","op":"buy","caller":{"user":"ann"}}""";
        await admin.SendAsync("PUT", "/api/ratelimit/rules/described", 201, Rule);
        await admin.SendAsync("PUT", "/api/ratelimit/rules/described", 200, Rule);
        await admin.SendAsync("GET", "/api/ratelimit/rules/described", 200);
        await admin.SendAsync("GET", "/api/ratelimit/rules?api=shop", 200);
        await admin.SendAsync("GET", "/api/ratelimit/rules/described/traffic", 200);
        await admin.SendAsync("GET", "/api/overview", 200);
        await admin.SendAsync("POST", "/api/ratelimit/check", 200, Check);
        await admin.SendAsync("POST", "/api/ratelimit/check", 429, Check);
        await admin.SendAsync("POST", "/api/ratelimit/check?peek=true", 200, $"[{Check},{Check.Replace("buy", "free", StringComparison.Ordinal)}]");
        await admin.SendAsync("PUT", "/api/ratelimit/callers/user/ann", 201, """{"plan":"gold"}""");
        await admin.SendAsync("PUT", "/api/ratelimit/callers/user/ann", 200, """{"plan":"gold","note":"n"}""");
        await admin.SendAsync("GET", "/api/ratelimit/callers/user/ann", 200);
        await admin.SendAsync("GET", "/api/ratelimit/callers", 200);
        await admin.SendAsync("DELETE", "/api/ratelimit/callers/user/ann", 204);
        await admin.SendAsync("GET", "/api/ratelimit/counters?rule=described&user=ann", 200);
        await admin.SendAsync("POST", "/api/ratelimit/refund", 200, """{"api":"shop","op":"buy","caller":{"user":"ann"},"at":"2026-11-23T10:00:00Z"}""");
        await admin.SendAsync("DELETE", "/api/ratelimit/counters?rule=described&user=ann", 204);
        await admin.SendAsync("PUT", "/api/ratelimit/apis/shop", 201, """{"operations":[{"op":"look","method":"*","route":"{*path}"}]}""");
        await admin.SendAsync("GET", "/api/ratelimit/apis/shop", 200);
        await admin.SendAsync("GET", "/api/ratelimit/apis", 200);
        foreach (var method in (string[])["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
        {
            await admin.SendAsync(method, "/api/ratelimit/authorize?api=shop&op=look", 200);
            await anonymous.SendAsync(method, "/gateway/open/some/path", 200);
        }

        await admin.SendAsync("DELETE", "/api/ratelimit/apis/shop", 204);
        await admin.SendAsync("DELETE", "/api/ratelimit/rules/described", 204);
    }

    private static async Task UseMessagesAsync(CheckedClient admin)
    {
        await admin.SendAsync("PUT", "/api/topics/described", 201, """{"retention":{"mode":"keepFor","duration":"P1D"}}""");
        await admin.SendAsync("PUT", "/api/topics/described", 200, "{}");
        await admin.SendAsync("GET", "/api/topics/described", 200);
        await admin.SendAsync("GET", "/api/topics", 200);
        await admin.SendAsync("PUT", Mail, 201, """{"delivery":{"mode":"pull"},"retry":{"minBackoff":"PT0.001S","maxBackoff":"PT0.001S","maxAttempts":1},"filter":{"kind":{"prefix":"p"},"b":"c"}}""");
        await admin.SendAsync("PATCH", Mail, 200, """{"filter":null}""");
        await admin.SendAsync("PUT", "/api/topics/described/subscriptions/hook", 201, """{"delivery":{"mode":"push","endpoint":"http://127.0.0.1:9/"},"paused":true}""");
        await admin.SendAsync("GET", Mail, 200);
        await admin.SendAsync("GET", "/api/topics/described/subscriptions", 200);
        await admin.SendAsync("POST", "/api/topics/described/publish", 200, """{"messages":[{"data":{"a":1},"messageId":"m"},{"data":null},{"dataBase64":"AAEC","orderingKey":"k","attributes":{"b":"c"}},{"data":4}]}""");
        await admin.SendAsync("POST", "/api/topics/described/publish", 200, """{"messages":[{"data":{"a":1},"messageId":"m"}]}""");
        await admin.SendAsync("POST", "/api/topics/described/publish", 200, CloudEvents("""{"specversion":"1.0","id":"1","source":"/x","type":"t","own":true}""", "+json"));
        await admin.SendAsync("POST", "/api/topics/described/publish", 200, CloudEvents("""[{"specversion":"1.0","id":"2","source":"/x","type":"t","data":1}]""", "-batch+json"));
        await admin.SendAsync("POST", "/api/topics/described/publish", 200, """{"messages":[{"data":5,"delay":"PT1H","messageId":"later"},{"dataBase64":"AAEC","deliverAt":"2020-01-01T00:00:00Z"}]}""");
        await admin.SendAsync("GET", "/api/topics/described/scheduled", 200);
        await admin.SendAsync("GET", "/api/topics/described/scheduled/later", 200);
        await admin.SendAsync("DELETE", "/api/topics/described/scheduled/later", 204);
        await admin.SendAsync("POST", $"{Mail}/peek", 200, """{"max":100}""");
        var pulled = await admin.SendAsync("POST", $"{Mail}/pull", 200, """{"max":100,"wait":"PT5S"}""");
        var ids = pulled.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("ackId").GetString()).ToArray();
        Assert.Equal(7, ids.Length);
        await admin.SendAsync("POST", $"{Mail}/extend", 200, $$"""{"ackIds":["{{ids[0]}}"],"by":"PT1M"}""");
        await admin.SendAsync("POST", $"{Mail}/ack", 200, $$"""{"ackIds":["{{ids[0]}}","nonsense"]}""");
        await admin.SendAsync("POST", $"{Mail}/nack", 200, $$"""{"ackIds":["{{ids[1]}}","{{ids[2]}}"]}""");
        await admin.SendAsync("GET", $"{Mail}/stats", 200);
        var dead = await admin.SendAsync("GET", $"{Mail}/dead-letters", 200);
        Assert.Equal(2, dead.GetProperty("items").GetArrayLength());
        await admin.SendAsync("DELETE", $"{Mail}/dead-letters", 200);
        await admin.SendAsync("POST", $"{Mail}/dead-letters/replay", 200);
        await admin.SendAsync("POST", $"{Mail}/retry", 200, """{"all":true}""");
        await admin.SendAsync("POST", $"{Mail}/retry", 200, """{"ids":["m","none"]}""");
        await admin.SendAsync("PATCH", "/api/topics/described/subscriptions/hook", 200, """{"paused":false}""");
        while ((await admin.SendAsync("GET", "/api/topics/described/subscriptions/hook/attempts?failed=true&limit=1", 200)).GetProperty("items").GetArrayLength() == 0)
        {
        }

        await admin.SendAsync("POST", $"{Mail}/seek", 200, """{"to":"earliest"}""");
        await admin.SendAsync("DELETE", Mail, 204);
        await admin.SendAsync("DELETE", "/api/topics/described", 204);
    }

    private static StringContent Repeatable(string json) => new(json, null, "application/json") { Headers = { { "Idempotency-Key", "described" } } };

    private static async Task FailAtLinksAsync(CheckedClient admin, CheckedClient anonymous, CheckedClient stranger)
    {
        await anonymous.SendAsync("GET", "/api/links", 401);
        await stranger.SendAsync("GET", "/api/keys", 403);
        await admin.SendAsync("POST", "/api/links", 400, """{"url":5,"colour":"red"}""");
        await admin.SendAsync("POST", "/api/links", 413, new string(' ', RequestBody.MaxBytes + 1));
        await admin.SendAsync("POST", "/api/links", 415, new StringContent("{}", Encoding.UTF8, "application/json") { Headers = { ContentEncoding = { "gzip" } } });
        await admin.SendAsync("POST", "/api/links", 201, Repeatable("""{"url":"https://example.com/once"}"""));
        await admin.SendAsync("POST", "/api/links", 422, Repeatable("""{"url":"https://example.com/other"}"""));
        await admin.SendAsync("POST", "/api/links", 201, """{"url":"https://example.com/","alias":"some-problems"}""");
        await admin.SendAsync("POST", "/api/links", 409, """{"url":"https://example.com/","alias":"some-problems"}""");
        await stranger.SendAsync("GET", "/api/links/some-problems", 403);
        await admin.SendAsync("DELETE", "/api/links/some-problems", 412, null, ("If-Match", "\"r-other\""));
        await admin.SendAsync("POST", "/api/links", 415, new StringContent("{}", Encoding.UTF8, "text/plain"));
        await admin.SendAsync("POST", "/api/keys", 201, Repeatable("""{"owner":"once","scopes":["links"]}"""));
        await admin.SendAsync("POST", "/api/keys", 409, Repeatable("""{"owner":"once","scopes":["links"]}"""));
        await admin.SendAsync("DELETE", "/api/links/some-problems", 204);
        await anonymous.SendAsync("GET", "/some-problems", 410);
        await admin.SendAsync("DELETE", "/api/links/some-problems", 404);
        await admin.SendAsync("GET", "/api/links?limit=0", 400);
    }

    private async Task FailAtRateLimitsAsync(CheckedClient admin, CheckedClient anonymous)
    {
        using var closed = new ClosedPort();
        await gateway.PutApiAsync("down", new { upstream = $"http://127.0.0.1:{closed.Number}", operations = new[] { new { op = "read", method = "GET", route = "a" } } });
        await admin.SendAsync("PUT", "/api/ratelimit/rules/never", 201, """{"api":"problems","op":"any","timeUnit":"day","requests":1,"identifyBy":"global"}""");
        await admin.SendAsync("POST", "/api/ratelimit/check", 200, """{"api":"problems","op":"any"}""");
        await admin.SendAsync("POST", "/api/ratelimit/check", 429, """{"api":"problems","op":"any"}""");
        await admin.SendAsync("GET", "/api/ratelimit/authorize", 400);
        await admin.SendAsync("GET", "/api/ratelimit/authorize?api=problems&op=any&deny=403", 403);
        await anonymous.SendAsync("GET", "/gateway/down/b", 404);
        await anonymous.SendAsync("GET", "/gateway/down/a", 502);
        await anonymous.SendAsync("GET", "/gateway/open/a%2Fb", 400);
        await anonymous.SendAsync("GET", "/gateway/down/a", 400, null, ("X-HTTP-Method-Override", "DELETE"));
        await anonymous.SendAsync("GET", "/gateway/open/a", 501, null, ("Connection", "Upgrade"), ("Upgrade", "websocket"));
    }

    private static async Task FailAtMessagesAsync(CheckedClient admin)
    {
        await admin.SendAsync("PUT", "/api/topics/problems", 201, """{"shards":2}""");
        await admin.SendAsync("PUT", "/api/topics/problems", 409, """{"shards":3}""");
        await admin.SendAsync("PUT", "/api/topics/problems/subscriptions/hook", 201, """{"delivery":{"mode":"push","endpoint":"http://127.0.0.1:9/"},"paused":true}""");
        await admin.SendAsync("POST", "/api/topics/problems/subscriptions/hook/pull", 409, "{}");
        await admin.SendAsync("POST", "/api/topics/problems/publish", 415, CloudEvents("x", "+avro"));
        await admin.SendAsync("POST", "/api/topics/problems/publish", 400, """{"messages":[]}""");
        await admin.SendAsync("POST", "/api/topics/none/publish", 404, """{"messages":[{"data":1}]}""");
    }

    private static StringContent CloudEvents(string body, string format) => new(body, Encoding.UTF8, $"application/cloudevents{format}");
}
