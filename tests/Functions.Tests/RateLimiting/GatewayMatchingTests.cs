namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>What is matched is what is sent, over raw sockets; and what is sent is sent once.</summary>
public sealed class GatewayMatchingTests(GatewayApp gateway) : IClassFixture<GatewayApp>, IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        await gateway.PutApiAsync("matched", new
        {
            upstream = gateway.Upstream.Address,
            operations = new[]
            {
                new { op = "echo", method = "GET", route = "echo/{*path}" }, new { op = "all", method = "*", route = "{*path}" },
                new { op = "order", method = "GET", route = "orders/{id}" }, new { op = "search", method = "GET", route = "orders/search" },
            },
        });
        await gateway.PutRuleAsync("matched-echo", new { api = "matched", op = "echo", timeUnit = "day", requests = 1_000_000, identifyBy = "global" });
        await gateway.PutRuleAsync("matched-search", new { api = "matched", op = "search", timeUnit = "day", requests = 1_000_000, identifyBy = "global" });
        gateway.Upstream.Take();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("GET", "echo/x", "200", "matched-echo")]
    [InlineData("HEAD", "echo/x", "200", "matched-echo")]
    [InlineData("get", "echo/x", "400", null)]
    [InlineData("Get", "echo/x", "400", null)]
    [InlineData("gET", "echo/x", "400", null)]
    [InlineData("head", "echo/x", "400", null)]
    [InlineData("propfind", "echo/x", "400", null)]
    [InlineData("PROPFIND", "echo/x", "200", null)]
    [InlineData("QUERY", "echo/x", "200", null)]
    [InlineData("TRACE", "echo/x", "200", null)]
    [InlineData("Shake", "echo/x", "200", null)]
    [InlineData("GET", "orders/search", "200", "matched-search")]
    [InlineData("GET", "orders/sea%72ch", "200", "matched-search")]
    [InlineData("GET", "orders/search/", "200", "matched-search")]
    [InlineData("GET", "orders/SEARCH", "400", null)]
    [InlineData("GET", "orders/search;x=1", "400", null)]
    [InlineData("GET", "orders/search%3Bx=1", "400", null)]
    [InlineData("GET", "orders/search.", "400", null)]
    [InlineData("GET", "orders/search%2e", "400", null)]
    [InlineData("GET", "orders/search%20", "400", null)]
    [InlineData("GET", "orders/%20search", "400", null)]
    [InlineData("GET", "orders/search%3f", "400", null)]
    [InlineData("GET", "orders/search%23", "400", null)]
    [InlineData("GET", "orders/search%00", "400", null)]
    [InlineData("GET", "orders%2fsearch", "400", null)]
    [InlineData("GET", "orders%5csearch", "400", null)]
    [InlineData("GET", "orders/%73%65arc%c1%a8", "400", null)]
    [InlineData("GET", "orders/search%ff", "400", null)]
    [InlineData("GET", "orders/%EF%BD%93earch", "400", null)]
    [InlineData("GET", "orders//search", "400", null)]
    [InlineData("GET", "/orders/search", "400", null)]
    [InlineData("GET", "orders/x/../search", "400", null)]
    [InlineData("GET", "orders/x/%2e%2e/search", "400", null)]
    [InlineData("GET", "orders/./search", "400", null)]
    [InlineData("GET", "../matched/orders/search", "400", null)]
    public async Task A_request_is_counted_as_what_it_is_or_refused(string method, string path, string status, string? rule)
    {
        var answer = await gateway.SendRawAsync($"{method} /gateway/matched/{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(rule is not null, answer.Contains($"RateLimit: \"{rule}\"", StringComparison.Ordinal));
        var received = gateway.Upstream.Take().Where(request => request.Header("X-Forwarded-Prefix") == "/gateway/matched").ToArray();
        Assert.Equal(status == "200" ? 1 : 0, received.Length);
        Assert.All(received, request => Assert.Equal(method, request.Method));
    }

    [Theory]
    [InlineData("POST", null)]
    [InlineData("POST", "hello")]
    [InlineData("PATCH", null)]
    [InlineData("PUT", null)]
    [InlineData("DELETE", null)]
    [InlineData("GET", null)]
    public async Task An_api_that_closes_without_an_answer_gets_a_request_once(string method, string? body)
    {
        await using var raw = new RawUpstream(null);
        await gateway.PutApiAsync("closing", new { upstream = raw.Address, operations = new[] { new { op = "any", method = "*", route = "{*path}" } } });
        var answer = await gateway.SendRawAsync($"{method} /gateway/closing/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {body?.Length ?? 0}\r\n\r\n{body}");
        Assert.StartsWith("HTTP/1.1 502 ", answer, StringComparison.Ordinal);
        Assert.Single(raw.Received);
    }

    [Theory]
    [InlineData("413 Content Too Large")]
    [InlineData("417 Expectation Failed")]
    [InlineData("401 Unauthorized")]
    public async Task An_answer_that_comes_before_the_body_is_passed_on(string status)
    {
        await using var raw = new RawUpstream($"HTTP/1.1 {status}\r\nContent-Length: 5\r\n\r\nearly");
        await gateway.PutApiAsync("early", new { upstream = raw.Address, operations = new[] { new { op = "any", method = "*", route = "{*path}" } } });
        // Of a body that is never sent whole.
        var answer = await gateway.SendRawAsync($"POST /gateway/early/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 8000000\r\n\r\n{new string('x', 100_000)}");
        Assert.StartsWith($"HTTP/1.1 {status}\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("early", answer, StringComparison.Ordinal);
        Assert.Single(raw.Received);
    }

    [Fact]
    public async Task An_api_that_switches_protocols_by_itself_is_a_502()
    {
        await using var raw = new RawUpstream("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        await gateway.PutApiAsync("switching", new { upstream = raw.Address, operations = new[] { new { op = "any", method = "*", route = "{*path}" } } });
        using var client = gateway.App.Anonymous();
        using var answered = await client.GetAsync("/gateway/switching/x");
        answered.IsProblem(HttpStatusCode.BadGateway, "upstream-failed");
    }
}
