using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.Functions.Tests.Messaging;
using Serverless.Functions.Tests.RateLimiting;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.Requests;

/// <summary>What the Functions host writes into a request for its worker goes no further, and what it took away is found.</summary>
public sealed class BehindTheFunctionsHostTests : IAsyncLifetime
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly TempFolder folder = new();
    private LocalCluster cluster = null!;
    private UpstreamServer upstream = null!;
    private ApiClient client = null!;

    public async ValueTask InitializeAsync()
    {
        cluster = await LocalCluster.StartAsync(
            (_, services) => services.AddSingleton<IStartupFilter, FunctionsHostFront>(),
            ["--port", "0", "--data", folder.Path, "--RateLimits:Deadline", "00:00:10", .. await Backing.ArgumentsAsync(folder.Path)]);
        upstream = await UpstreamServer.StartAsync();
        client = new ApiClient(cluster.Addresses[0], cluster.AdminKey!.Key);
        using var put = await client.PutAsync("/api/ratelimit/apis/open", new { upstream = upstream.Address, operations = new[] { new { op = "any", method = "*", route = "{*path}" } } });
        Assert.Equal(HttpStatusCode.Created, put.Status);
    }

    [Fact]
    public async Task An_api_gets_none_of_the_hosts_headers()
    {
        var received = await ForwardAsync();
        Assert.Empty(received.Headers.Keys.Intersect([.. FunctionsHostFront.Added, "traceparent", "tracestate"], StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_api_gets_the_callers_own_trace()
    {
        var received = await ForwardAsync(("traceparent", Trace), ("tracestate", "a=b"));
        Assert.Equal((Trace, "a=b"), (received.Header("traceparent"), received.Header("tracestate")));
    }

    [Fact]
    public async Task An_api_gets_nothing_that_the_caller_meant_for_one_connection()
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, cluster.Addresses[0].Port, TestContext.Current.CancellationToken);
        await using var stream = connection.GetStream();
        await stream.WriteAsync("GET /gateway/open/x HTTP/1.0\r\nHost: x\r\nConnection: X-Hop\r\nX-Hop: secret\r\nX-End: kept\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var answer = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 200", await answer.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var received = Assert.Single(upstream.Take());
        Assert.Equal((null, "kept"), (received.Header("X-Hop"), received.Header("X-End")));
    }

    [Fact]
    public async Task A_message_has_the_trace_of_its_publisher_or_none()
    {
        using var topic = await client.PutAsync("/api/topics/traced", new { });
        using var withoutTrace = await PublishAsync();
        using var withTrace = await PublishAsync(("traceparent", Trace));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (withoutTrace.Status, withTrace.Status));
        var stored = await cluster.Services[0].StoredAsync("traced");
        Assert.Equal([null, Trace], stored.Select(message => message.Content.TraceParent));
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await upstream.DisposeAsync();
        await cluster.DisposeAsync();
        folder.Dispose();
    }

    private async Task<UpstreamRequest> ForwardAsync(params (string Name, string Value)[] headers)
    {
        using var answered = await client.SendAsync(Request(HttpMethod.Get, "/gateway/open/x", headers));
        Assert.Equal(HttpStatusCode.OK, answered.Status);
        return Assert.Single(upstream.Take());
    }

    private Task<ApiResponse> PublishAsync(params (string Name, string Value)[] headers)
    {
        var request = Request(HttpMethod.Post, "/api/topics/traced/publish", headers);
        request.Content = new StringContent("""{"messages":[{"data":1}]}""", null, "application/json");
        return client.SendAsync(request);
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
