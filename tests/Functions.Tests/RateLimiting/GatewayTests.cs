using System.Text;
using Microsoft.AspNetCore.Http;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>What the gateway forwards, and how; over real HTTP on both sides.</summary>
public sealed class GatewayTests(GatewayApp gateway) : IClassFixture<GatewayApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("HEAD")]
    [InlineData("TRACE")]
    [InlineData("PROPFIND")]
    [InlineData("QUERY")]
    [InlineData("Shake")]
    public async Task Forwards_every_method_with_path_query_headers_and_body(string method)
    {
        using var client = gateway.App.Anonymous();
        using var request = new HttpRequestMessage(new HttpMethod(method), "/gateway/open/some/p%C3%A4th%20with/%5Bparts%5D,v=1?q=a%2Fb&q=%00&r;x") { Content = method is "GET" or "HEAD" or "TRACE" ? null : new StringContent("body") };
        request.Headers.TryAddWithoutValidation("X-Custom", "value");
        using var answered = await client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, method == "HEAD" ? "" : "ok"), (answered.Status, Encoding.UTF8.GetString(answered.Body)));
        var received = gateway.Upstream.Take().Single(r => r.Target.StartsWith("/some/", StringComparison.Ordinal));
        Assert.Equal((method, "/some/p%C3%A4th%20with/%5Bparts%5D,v=1?q=a%2Fb&q=%00&r;x"), (received.Method, received.Target));
        Assert.Equal(("value", method is "GET" or "HEAD" or "TRACE" ? "" : "body"), (received.Header("X-Custom"), received.Body));
        Assert.Equal(gateway.Upstream.Address.Authority, received.Header("Host"));
    }

    [Fact]
    public async Task Says_who_asks_and_for_what_and_adds_to_what_a_trusted_proxy_said()
    {
        using var client = gateway.App.Anonymous();
        using var first = await client.GetAsync("/gateway/open/intro-1");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/gateway/open/intro-2");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.7");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "https");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", "shop.example");
        using var second = await client.SendAsync(request);
        var received = gateway.Upstream.Take().Where(r => r.Target.StartsWith("/intro", StringComparison.Ordinal)).ToArray();
        Assert.Equal(
            ("127.0.0.1", "http", gateway.App.Address.Authority, "/gateway/open"),
            (received[0].Header("X-Forwarded-For"), received[0].Header("X-Forwarded-Proto"), received[0].Header("X-Forwarded-Host"), received[0].Header("X-Forwarded-Prefix")));
        Assert.Equal(
            ("203.0.113.7, 127.0.0.1", "https", "shop.example"),
            (received[1].Header("X-Forwarded-For"), received[1].Header("X-Forwarded-Proto"), received[1].Header("X-Forwarded-Host")));
    }

    [Fact]
    [Trait(TestHost.Trait, TestHost.Local)]
    public async Task Replaces_what_somebody_else_says_of_the_client()
    {
        using var folder = new TempFolder();
        await using var cluster = await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, "--Network:TrustedProxies:0", "192.0.2.0/24", "--Network:TrustedProxies:1", "192.0.2.0/24", .. await Backing.ArgumentsAsync(folder.Path)]);
        using var admin = new ApiClient(cluster.Addresses[0], cluster.AdminKey!.Key);
        using var put = await admin.PutAsync("/api/ratelimit/apis/spoof", new { upstream = gateway.Upstream.Address, operations = new[] { new { op = "any", method = "*", route = "{*path}" } } });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/gateway/spoof/spoofed");
        foreach (var name in new[] { "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded" })
        {
            request.Headers.TryAddWithoutValidation(name, "for=203.0.113.7");
        }

        using var answered = await admin.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answered.Status);
        var received = gateway.Upstream.Take().Single(r => r.Target == "/spoofed");
        Assert.Equal(
            ("127.0.0.1", "http", cluster.Addresses[0].Authority, null),
            (received.Header("X-Forwarded-For"), received.Header("X-Forwarded-Proto"), received.Header("X-Forwarded-Host"), received.Header("Forwarded")));
    }

    [Fact]
    public async Task Keeps_our_key_to_itself_where_it_asks_for_one_and_passes_authorization_through()
    {
        await gateway.PutApiAsync("keyed", new { upstream = gateway.Upstream.Address, requireKey = true, operations = new[] { new { op = "any", method = "*", route = "{*path}" } } });
        using var client = gateway.App.Anonymous();
        using var without = await client.GetAsync("/gateway/keyed/none");
        using var wrong = await SendAsync(client, "keyed/wrong", ("x-api-key", "slk_wrong"));
        using var bearer = await SendAsync(client, "keyed/bearer", ("Authorization", $"Bearer {gateway.App.AdminKey}"));
        using var right = await SendAsync(client, "keyed/right", ("x-api-key", gateway.App.AdminKey), ("Authorization", "Bearer theirs"));
        using var theirs = await SendAsync(client, "open/theirs", ("x-api-key", "of the API's own"), ("Authorization", "Bearer theirs"));
        without.IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        wrong.IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        bearer.IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        var received = gateway.Upstream.Take().ToDictionary(r => r.Target);
        Assert.Equal((null, "Bearer theirs"), (received["/right"].Header("x-api-key"), received["/right"].Header("Authorization")));
        Assert.Equal(("of the API's own", "Bearer theirs"), (received["/theirs"].Header("x-api-key"), received["/theirs"].Header("Authorization")));
        Assert.False(received.ContainsKey("/none") || received.ContainsKey("/wrong") || received.ContainsKey("/bearer"));
    }

    [Fact]
    public async Task Drops_the_headers_that_were_for_this_connection_alone()
    {
        await gateway.SendRawAsync("GET /gateway/open/hop HTTP/1.0\r\nHost: x\r\nConnection: X-Hop\r\nX-Hop: secret\r\nKeep-Alive: timeout=5\r\nTE: trailers\r\nProxy-Authorization: secret\r\nX-End: kept\r\n\r\n");
        var received = gateway.Upstream.Take().Single(r => r.Target == "/hop");
        Assert.Equal("kept", received.Header("X-End"));
        Assert.Empty(received.Headers.Keys.Intersect(["X-Hop", "Keep-Alive", "TE", "Proxy-Authorization", "Connection"], StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("nobody", "x", "not-found")]
    [InlineData("checked", "x", "not-found")]
    [InlineData("strict", "other", "no-operation")]
    [InlineData("strict", "orders/1/2", "no-operation")]
    public async Task Answers_404_where_there_is_no_api_no_upstream_or_no_operation(string api, string path, string type)
    {
        await gateway.PutApiAsync("checked", new { operations = Array.Empty<object>() });
        await gateway.PutApiAsync("strict", new { upstream = gateway.Upstream.Address, operations = new[] { new { op = "order", method = "GET", route = "orders/{id}" } } });
        using var client = gateway.App.Anonymous();
        using var answered = await client.GetAsync($"/gateway/{api}/{path}");
        answered.IsProblem(HttpStatusCode.NotFound, type);
    }

    [Fact]
    public async Task Refuses_to_upgrade_but_for_http2_in_clear_text_which_it_passes_by()
    {
        var webSocket = await gateway.SendRawAsync("GET /gateway/open/ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        var http2 = await gateway.SendRawAsync("GET /gateway/open/h2c HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 501 ", webSocket, StringComparison.Ordinal);
        Assert.Contains("upgrade-refused", webSocket, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", http2, StringComparison.Ordinal);
        Assert.DoesNotContain(gateway.Upstream.Take(), r => r.Target == "/ws");
    }

    [Fact]
    public async Task Answers_502_where_nothing_listens_and_where_something_speaks_no_http()
    {
        using var closed = new ClosedPort();
        await gateway.PutApiAsync("closed", new { upstream = $"http://127.0.0.1:{closed.Number}", operations = new[] { new { op = "any", method = "*", route = "{*path}" } } });
        using var client = gateway.App.Anonymous();
        using var answered = await client.GetAsync("/gateway/closed/x");
        answered.IsProblem(HttpStatusCode.BadGateway, "upstream-failed");

        gateway.Upstream.Answers["/abort"] = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        using var aborted = await client.GetAsync("/gateway/open/abort");
        aborted.IsProblem(HttpStatusCode.BadGateway, "upstream-failed");
    }

    [Fact]
    [Trait(TestHost.Trait, TestHost.Local)]
    public async Task Answers_504_when_the_api_stays_silent()
    {
        using var folder = new TempFolder();
        await using var cluster = await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, "--Gateway:Timeout", "00:00:00.2", .. await Backing.ArgumentsAsync(folder.Path)]);
        using var admin = new ApiClient(cluster.Addresses[0], cluster.AdminKey!.Key);
        gateway.Upstream.Answers["/silent"] = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        using var put = await admin.PutAsync("/api/ratelimit/apis/silent", new { upstream = gateway.Upstream.Address, operations = new[] { new { op = "any", method = "*", route = "{*path}" } } });
        using var answered = await admin.GetAsync("/gateway/silent/silent");
        answered.IsProblem(HttpStatusCode.GatewayTimeout, "upstream-timeout");
    }

    [Fact]
    public async Task Streams_an_answer_while_it_is_made()
    {
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Upstream.Answers["/slow-answer"] = async context =>
        {
            await context.Response.WriteAsync("first", Cancel);
            await context.Response.Body.FlushAsync(Cancel);
            await read.Task;
            await context.Response.WriteAsync("last", Cancel);
        };
        using var http = new HttpClient { BaseAddress = gateway.App.Address };
        using var answer = await http.GetAsync("/gateway/open/slow-answer", HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var body = await answer.Content.ReadAsStreamAsync(Cancel);
        var buffer = new byte[5];
        await body.ReadExactlyAsync(buffer, Cancel);
        read.SetResult();
        using var rest = new StreamReader(body);
        Assert.Equal(("first", "last"), (Encoding.ASCII.GetString(buffer), await rest.ReadToEndAsync(Cancel)));
    }

    [Fact]
    public async Task Streams_a_request_while_it_is_sent()
    {
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Upstream.Answers["/slow-request"] = async context =>
        {
            var buffer = new byte[5];
            await context.Request.Body.ReadExactlyAsync(buffer, Cancel);
            received.SetResult();
            using var rest = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync(Encoding.ASCII.GetString(buffer) + "+" + await rest.ReadToEndAsync(Cancel), Cancel);
        };
        using var http = new HttpClient { BaseAddress = gateway.App.Address };
        using var content = new SteppedContent(received.Task);
        using var answer = await http.PostAsync("/gateway/open/slow-request", content, Cancel);
        Assert.Equal("first+last", await answer.Content.ReadAsStringAsync(Cancel));
    }

    private static Task<ApiResponse> SendAsync(ApiClient client, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/gateway/{path}");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return client.SendAsync(request);
    }
}
