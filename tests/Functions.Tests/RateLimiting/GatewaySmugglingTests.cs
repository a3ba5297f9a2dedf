using System.Net.Sockets;
using System.Text;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>
/// Requests made to be read differently by the gateway and the API behind it, over raw sockets. The API has two operations;
/// whatever is sent, nothing else may reach it, and what was meant for one operation is not counted as the other.
/// </summary>
public sealed class GatewaySmugglingTests(GatewayApp gateway) : IClassFixture<GatewayApp>, IAsyncLifetime
{
    private const string Smuggled = "GET /secret HTTP/1.1\r\nHost: x\r\n\r\n";

    public async ValueTask InitializeAsync()
    {
        await gateway.PutApiAsync("tight", new
        {
            upstream = gateway.Upstream.Address,
            operations = new[] { new { op = "submit", method = "POST", route = "submit" }, new { op = "public", method = "GET", route = "public/{*rest}" } },
        });
        gateway.Upstream.Take();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("Content-Length: 5\r\nContent-Length: 50", "hello" + Smuggled, "400")]
    [InlineData("Content-Length: 5\r\nContent-Length: 5", "hello" + Smuggled, null)]
    [InlineData("Content-Length: 5, 50", "hello" + Smuggled, "400")]
    [InlineData("Content-Length: +5", "hello" + Smuggled, null)]
    [InlineData("Content-Length: -5", "hello" + Smuggled, "400")]
    [InlineData("Content-Length: 0x5", "hello" + Smuggled, "400")]
    [InlineData("Content-Length: 38\r\nTransfer-Encoding: chunked", "0\r\n\r\n" + Smuggled, null)]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 4", "5\r\nhello\r\n0\r\n\r\n" + Smuggled, null)]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "0\r\n\r\n" + Smuggled, null)]
    [InlineData("Transfer-Encoding: xchunked", "0\r\n\r\n" + Smuggled, null)]
    [InlineData("Transfer-Encoding : chunked", "0\r\n\r\n" + Smuggled, "400")]
    [InlineData("Transfer-Encoding:\r\n chunked", "0\r\n\r\n" + Smuggled, "400")]
    [InlineData("X-Folded: a\r\n Transfer-Encoding: chunked", "0\r\n\r\n" + Smuggled, "400")]
    [InlineData("Transfer-Encoding: chunked", "zz\r\nhello\r\n0\r\n\r\n" + Smuggled, "400")]
    [InlineData("Transfer-Encoding: chunked", "5;a=\"\n\"\r\nhello\r\n0\r\n\r\n" + Smuggled, null)]
    [InlineData("Transfer-Encoding: chunked", "ffffffffffffffff\r\nhello\r\n0\r\n\r\n" + Smuggled, "400")]
    [InlineData("X-Null: a\0b", "", "400")]
    [InlineData("X-CR: a\rb", "", "400")]
    [InlineData("Host: y", "", "400")]
    public async Task Nothing_that_is_hidden_in_a_body_or_a_header_reaches_the_api(string headers, string body, string? status)
    {
        var answer = await gateway.SendRawAsync($"POST /gateway/tight/submit HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n\r\n{body}");
        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        Assert.All(gateway.Upstream.Take().Where(IsTight), received =>
        {
            Assert.Equal(("POST", "/submit"), (received.Method, received.Target));
            Assert.Matches("^[0-9]*$", received.Header("Content-Length") ?? "");
        });
    }

    [Theory]
    [InlineData("public/../secret")]
    [InlineData("public/..%2fsecret")]
    [InlineData("public/..%2Fsecret")]
    [InlineData("public/%2e%2e/secret")]
    [InlineData("public/.%2e/secret")]
    [InlineData("public/%2e%2e%2fsecret")]
    [InlineData("public/%252e%252e%252fsecret")]
    [InlineData("public/..%5csecret")]
    [InlineData("public/..\\secret")]
    [InlineData("public\\..\\secret")]
    [InlineData("public/..;/secret")]
    [InlineData("public/..;x=1/secret")]
    [InlineData("public//../secret")]
    [InlineData("public/%c0%ae%c0%ae/secret")]
    [InlineData("public/%00/secret")]
    [InlineData("public/a%00")]
    [InlineData("public/%0d%0aX-Injected:%201")]
    [InlineData("/public/a")]
    [InlineData("%2fpublic/a")]
    [InlineData("../tight/../../secret")]
    [InlineData("secret")]
    [InlineData("public/.")]
    public async Task No_path_leads_anywhere_but_to_the_operations(string path)
    {
        var answer = await gateway.SendRawAsync($"GET /gateway/tight/{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.Matches("^HTTP/1.1 (4[0-9][0-9]|200) ", answer);
        Assert.All(gateway.Upstream.Take().Where(IsTight), received =>
        {
            Assert.Equal("GET", received.Method);
            Assert.Matches(@"^/public/([^%\\]|%[2-7ac-fAC-F8-9][0-9a-fA-F])*$", received.Target);
            Assert.DoesNotContain("..", received.Target, StringComparison.Ordinal);
            Assert.DoesNotContain("%2", received.Target, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("//", received.Target, StringComparison.Ordinal);
            Assert.Null(received.Header("X-Injected"));
        });
    }

    [Theory]
    [InlineData("http://evil.example/gateway/tight/public/absolute", "evil.example")]
    [InlineData("http://evil.example:81/gateway/tight/public/absolute", "x")]
    [InlineData("//evil.example/gateway/tight/public/absolute", "x")]
    public async Task A_target_in_absolute_form_leads_nowhere_else(string target, string host)
    {
        await gateway.SendRawAsync($"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        Assert.All(gateway.Upstream.Take().Where(IsTight), received => Assert.Equal(
            ("/public/absolute", gateway.Upstream.Address.Authority), (received.Target, received.Header("Host"))));
    }

    [Fact]
    public async Task A_client_that_expects_100_gets_it_before_it_sends_its_body()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, gateway.App.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await stream.WriteAsync("POST /gateway/tight/submit HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        await stream.WriteAsync("hello"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Contains("HTTP/1.1 200 OK", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("hello", gateway.Upstream.Take().Single(IsTight).Body);
    }

    [Fact]
    public async Task A_client_that_is_denied_is_not_asked_for_its_body_and_the_api_hears_nothing()
    {
        await gateway.PutApiAsync("denied", new { upstream = gateway.Upstream.Address, operations = new[] { new { op = "submit", method = "POST", route = "submit" } } });
        await gateway.PutRuleAsync("denied-submit", new { api = "denied", op = "submit", timeUnit = "day", requests = 1, algorithm = "fixedWindow", identifyBy = "ip" });
        const string Head = "POST /gateway/denied/submit HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        var first = await gateway.SendRawAsync(Head + "Content-Length: 5\r\n\r\nhello");
        var second = await gateway.SendRawAsync(Head + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK", first, StringComparison.Ordinal);
        Assert.Contains("RateLimit-Policy: \"denied-submit\";q=1;w=86400", first, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 429 Too Many Requests", second, StringComparison.Ordinal);
        Assert.Contains("Retry-After: ", second, StringComparison.Ordinal);
        Assert.Single(gateway.Upstream.Take(), received => received.Header("X-Forwarded-Prefix") == "/gateway/denied");
    }

    [Fact]
    public async Task A_chunked_body_arrives_whole_and_its_trailers_end_here()
    {
        var answer = await gateway.SendRawAsync("POST /gateway/tight/submit HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3\r\nhel\r\n2;ext=1\r\nlo\r\n0\r\nX-Sum: 1\r\n\r\n");
        var received = gateway.Upstream.Take().Single(IsTight);
        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Equal(("hello", null), (received.Body, received.Header("X-Sum")));
    }

    private static bool IsTight(UpstreamRequest request) => request.Header("X-Forwarded-Prefix") == "/gateway/tight";
}
