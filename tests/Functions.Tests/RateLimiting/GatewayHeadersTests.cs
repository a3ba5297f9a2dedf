using Microsoft.AspNetCore.Http;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>Which headers go through the gateway, and which do not.</summary>
[Trait(TestHost.Trait, TestHost.Local)]
public sealed class GatewayHeadersTests(GatewayApp gateway) : IClassFixture<GatewayApp>
{
    private static readonly string[] Claims =
    [
        "X-Real-IP", "X-User-Id", "X-Forwarded-Port", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Server", "Forwarded", "X-Client-IP", "True-Client-IP",
        "X_Forwarded_For", "X-Forwarded_For", "X_Real_IP", "x_user_id", "X-MS-CLIENT-PRINCIPAL", "X-Ms-Client-Principal-Id", "X_MS_CLIENT_PRINCIPAL_ID",
    ];

    private static readonly string[] Never =
        ["x-ms-invocation-id", "x-original-for", "x-original-host", "x-original-proto", "X-Original-URL", "X-Rewrite-URL", "X_Original_URL"];

    [Fact]
    public async Task What_a_client_claims_of_itself_stays_here()
    {
        using var folder = new TempFolder();
        await using var cluster = await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, "--Network:TrustedProxies:0", "192.0.2.0/24", .. await Backing.ArgumentsAsync(folder.Path)]);
        using var admin = new ApiClient(cluster.Addresses[0], cluster.AdminKey!.Key);
        using var put = await admin.PutAsync("/api/ratelimit/apis/claims", new { upstream = gateway.Upstream.Address, operations = new[] { new { op = "any", method = "*", route = "{*path}" } } });
        var received = await SendAsync(admin, "claims", [.. Claims, .. Never, "X-Else"]);
        Assert.DoesNotContain(received.Headers, header => header.Value == "claimed" && header.Key != "X-Else");
        Assert.Equal(("127.0.0.1", "claimed"), (received.Header("X-Forwarded-For"), received.Header("X-Else")));
    }

    [Fact]
    public async Task What_a_trusted_proxy_says_is_passed_on_but_for_other_spellings_and_other_paths()
    {
        using var client = gateway.App.Anonymous();
        var received = await SendAsync(client, "open", [.. Claims, .. Never]);
        Assert.Equal(("claimed", "claimed", "claimed"), (received.Header("X-Real-IP"), received.Header("X-User-Id"), received.Header("X-Forwarded-Port")));
        Assert.DoesNotContain(received.Headers, header => header.Value == "claimed" && (header.Key.Contains('_', StringComparison.Ordinal) || Never.Contains(header.Key, StringComparer.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task A_callers_trace_goes_on_and_none_is_begun_for_it()
    {
        const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        using var client = gateway.App.Anonymous();
        using var traced = new HttpRequestMessage(HttpMethod.Get, "/gateway/open/traced");
        traced.Headers.TryAddWithoutValidation("traceparent", Parent);
        traced.Headers.TryAddWithoutValidation("tracestate", "a=1");
        using var first = await client.SendAsync(traced);
        using var second = await client.GetAsync("/gateway/open/untraced");
        var received = gateway.Upstream.Take().Where(request => request.Target.EndsWith("traced", StringComparison.Ordinal)).ToDictionary(request => request.Target);
        Assert.Equal((Parent, "a=1"), (received["/traced"].Header("traceparent"), received["/traced"].Header("tracestate")));
        Assert.Equal((null, null), (received["/untraced"].Header("traceparent"), received["/untraced"].Header("Request-Id")));
    }

    [Fact]
    public async Task Headers_that_an_api_named_for_its_connection_alone_stay_here()
    {
        gateway.Upstream.Answers["/hop-answer"] = context =>
        {
            context.Response.Headers.Connection = "X-Hop";
            context.Response.Headers["X-Hop"] = "secret";
            context.Response.Headers["X-End"] = "kept";
            return context.Response.WriteAsync("ok", TestContext.Current.CancellationToken);
        };
        using var client = gateway.App.Anonymous();
        using var answered = await client.GetAsync("/gateway/open/hop-answer");
        Assert.Equal((null, "kept"), (answered.Header("X-Hop"), answered.Header("X-End")));
    }

    [Fact]
    public async Task Values_beyond_ascii_are_the_same_bytes_both_ways()
    {
        await using var raw = new RawUpstream("HTTP/1.1 200 OK\r\nX-Name: caf\u00e9 \u00c3\u00bc\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        await gateway.PutApiAsync("bytes", new { upstream = raw.Address, operations = new[] { new { op = "any", method = "*", route = "{*path}" } } });
        var answer = await gateway.SendRawAsync("GET /gateway/bytes/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Name: caf\u00e9 \u00c3\u00bc\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Contains("X-Name: caf\u00e9 \u00c3\u00bc\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("X-Name: caf\u00e9 \u00c3\u00bc\r\n", raw.Received.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override", "DELETE", HttpStatusCode.BadRequest)]
    [InlineData("X-HTTP-Method", "delete", HttpStatusCode.BadRequest)]
    [InlineData("X_Method_Override", "PURGE", HttpStatusCode.BadRequest)]
    [InlineData("X-HTTP-Method-Override", "PATCH", HttpStatusCode.OK)]
    public async Task A_method_that_overrides_another_must_be_the_same_operation(string header, string method, HttpStatusCode status)
    {
        await gateway.PutApiAsync("overridden", new
        {
            upstream = gateway.Upstream.Address,
            operations = new[] { new { op = "change", method = "POST", route = "{id}" }, new { op = "change", method = "PATCH", route = "{id}" }, new { op = "remove", method = "DELETE", route = "{id}" } },
        });
        using var client = gateway.App.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/gateway/overridden/7");
        request.Headers.TryAddWithoutValidation(header, method);
        using var answered = await client.SendAsync(request);
        Assert.Equal(status, answered.Status);
    }

    private async Task<UpstreamRequest> SendAsync(ApiClient client, string api, string[] names)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/gateway/{api}/claimed");
        foreach (var name in names)
        {
            request.Headers.TryAddWithoutValidation(name, "claimed");
        }

        using var answered = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answered.Status);
        return gateway.Upstream.Take().Single(received => received.Target == "/claimed");
    }
}
