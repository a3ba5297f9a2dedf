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
        await using var cluster = await StartAsync(folder);
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

    [Fact]
    public async Task What_only_the_operator_sets_stays_whatever_another_caller_puts()
    {
        using var folder = new TempFolder();
        await using var cluster = await StartAsync(folder);
        using var admin = new ApiClient(cluster.Addresses[0], cluster.AdminKey!.Key);
        using var key = await admin.PostAsync("/api/keys", new { owner = "team", scopes = new[] { "ratelimit.manage" } });
        using var team = new ApiClient(cluster.Addresses[0], key.Json.GetProperty("key").GetString()!);
        foreach (var set in new[] { true, false })
        {
            using var made = await admin.PutAsync("/api/ratelimit/apis/kept", new { upstream = gateway.Upstream.Address, operations = Operations, documents = set, requireKey = set });
            Assert.True(made.Status is HttpStatusCode.Created or HttpStatusCode.OK, made.Status.ToString());
            foreach (var wanted in new object[]
            {
                new { operations = Operations },
                new { operations = Operations, documents = !set, requireKey = !set },
                new { upstream = gateway.Upstream.Address, operations = Operations, documents = !set },
            })
            {
                using var put = await team.PutAsync("/api/ratelimit/apis/kept", wanted);
                using var read = await admin.GetAsync("/api/ratelimit/apis/kept");
                Assert.Equal(HttpStatusCode.OK, put.Status);
                Assert.Equal((set, set), (read.Json.TryGetProperty("documents", out var documents) && documents.GetBoolean(), read.Json.GetProperty("requireKey").GetBoolean()));
            }
        }

        using var own = await team.PutAsync("/api/ratelimit/apis/own", new { operations = Operations, documents = true });
        Assert.Equal((HttpStatusCode.Created, false), (own.Status, own.Json.TryGetProperty("documents", out _)));
    }

    private static async Task<LocalCluster> StartAsync(TempFolder folder) =>
        await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, "--Console:Origin", "https://console.example", .. await Backing.ArgumentsAsync(folder.Path)]);

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
