using Microsoft.AspNetCore.Http;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>What of an API's answers is kept from the origin that the gateway shares with the console, and where the two are apart.</summary>
[Trait(TestHost.Trait, TestHost.Local)]
public sealed class ConsoleOriginTests(GatewayApp gateway) : IClassFixture<GatewayApp>
{
    private static readonly object[] Operations = [new { op = "any", method = "*", route = "{*path}" }];

    [Fact]
    public async Task Every_answer_is_sandboxed_beside_its_own_policy()
    {
        gateway.Upstream.Answers["/policy"] = AnswerAsync;
        using var client = gateway.App.Anonymous();
        using var own = await client.GetAsync("/gateway/open/policy");
        using var none = await client.GetAsync("/gateway/open/other");
        Assert.Equal(("default-src 'self', sandbox", "sandbox"), (own.Header("Content-Security-Policy"), none.Header("Content-Security-Policy")));
        Assert.Equal((null, null), (own.Header("Service-Worker-Allowed"), own.Header("Clear-Site-Data")));
    }

    [Fact]
    public async Task Documents_need_a_console_with_an_origin_of_its_own()
    {
        using var admin = gateway.App.Admin();
        using var refused = await admin.PutAsync("/api/ratelimit/apis/documents", new { upstream = gateway.Upstream.Address, operations = Operations, documents = true });
        refused.Refuses("documents", "Console:Origin");
    }

    [Fact]
    public async Task The_console_is_at_its_origin_alone_and_the_gateway_elsewhere()
    {
        gateway.Upstream.Answers["/policy"] = AnswerAsync;
        using var folder = new TempFolder();
        await using var cluster = await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, "--Console:Origin", "https://console.example", .. await Backing.ArgumentsAsync(folder.Path)]);
        using var admin = new ApiClient(cluster.Addresses[0], cluster.AdminKey!.Key);
        using var put = await admin.PutAsync("/api/ratelimit/apis/documents", new { upstream = gateway.Upstream.Address, operations = Operations, documents = true });
        Assert.Equal((HttpStatusCode.Created, true), (put.Status, put.Json.GetProperty("documents").GetBoolean()));
        using var page = await SendAsync(admin, "/gateway/documents/policy", "api.example");
        Assert.Equal((HttpStatusCode.OK, "default-src 'self'", null), (page.Status, page.Header("Content-Security-Policy"), page.Header("Service-Worker-Allowed")));
        foreach (var name in new[] { "console.example", "CONSOLE.example:443" })
        {
            using var forwarded = await SendAsync(admin, "/gateway/documents/policy", name);
            using var shown = await SendAsync(admin, "/api/console", name);
            Assert.Equal((HttpStatusCode.NotFound, true), (forwarded.Status, shown.Status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable));
        }

        using var hidden = await SendAsync(admin, "/api/console", "api.example");
        Assert.Equal(HttpStatusCode.NotFound, hidden.Status);
    }

    private static Task<ApiResponse> SendAsync(ApiClient client, string path, string host)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        return client.SendAsync(request);
    }

    private static Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'self'";
        context.Response.Headers["Service-Worker-Allowed"] = "/";
        context.Response.Headers["Clear-Site-Data"] = "*";
        return context.Response.WriteAsync("ok", context.RequestAborted);
    }
}
