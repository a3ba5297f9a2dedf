using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Serverless.Core.Access;
using Serverless.Core.UrlShortening.Expiry;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Core.UrlShortening.Links;
using Serverless.Functions.Health;
using Serverless.Functions.Requests;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.Health;

/// <summary>What a load balancer and a visitor see.</summary>
public sealed class HealthTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task Says_that_it_lives()
    {
        using var client = app.Anonymous();
        using var live = await client.GetAsync("/api/health/live");
        Assert.Equal((HttpStatusCode.OK, "healthy"), (live.Status, live.Text("status")));
    }

    [Fact]
    public async Task Takes_no_store_for_one_that_fails_because_the_client_has_gone()
    {
        await using var services = new ServiceCollection().AddLogging().AddHealthChecks()
            .AddCheck("store", cancellation => cancellation.IsCancellationRequested ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy())
            .Services.BuildServiceProvider();
        var functions = new HealthFunctions(new RequestPipeline([]), services.GetRequiredService<HealthCheckService>(), app.Cluster.Services[0].GetRequiredService<ApiKeys>());
        var result = await functions.ReadyAsync(new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true) }.Request);
        Assert.Equal(StatusCodes.Status200OK, Assert.IsAssignableFrom<IStatusCodeHttpResult>(result).StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("slk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("x")]
    public async Task Tells_strangers_nothing_but_whether_it_can_work(string? key)
    {
        using var stranger = new ApiClient(app.Address, key);
        using var ready = await stranger.GetAsync("/api/health/ready");
        Assert.Equal((HttpStatusCode.OK, """{"status":"healthy"}"""), (ready.Status, ready.Json.GetRawText()));
    }

    [Fact]
    public async Task Says_with_what_it_can_work_and_how_fast_that_answers()
    {
        using var client = await app.ClientAsync("any", "subscribe:nothing");
        using var ready = await client.GetAsync("/api/health/ready");
        var dependencies = ready.Json.GetProperty("dependencies").EnumerateArray().ToArray();
        Assert.Equal((HttpStatusCode.OK, "healthy"), (ready.Status, ready.Text("status")));
        Assert.Equal([.. Backing.IsAzure ? ["cosmos"] : Array.Empty<string>(), "key-pool", "link-cache", "link-quarantine", "rate-limit-rules", "redis-cache", "redis-counters", "storage"], dependencies.Select(dependency => dependency.GetProperty("name").GetString()));
        Assert.All(dependencies, dependency => Assert.True(dependency.GetProperty("latencyMs").GetDouble() >= 0));
        Assert.All(dependencies, dependency => Assert.Equal("healthy", dependency.GetProperty("status").GetString()));
    }

    // Of an instance that followed nothing else.
    [Fact]
    [Trait(TestHost.Trait, TestHost.Local)]
    public async Task Shows_how_often_each_cache_of_followed_links_had_the_answer()
    {
        using var client = await app.ClientAsync("cached", "links");
        using var created = await client.PostAsync("/api/links", new { url = "https://example.com/" });
        for (var i = 0; i < 4; i++)
        {
            using var followed = await client.GetAsync(created.Text("shortUrl"));
        }

        using var ready = await client.GetAsync("/api/health/ready");
        var details = ready.Json.GetProperty("dependencies").EnumerateArray().First(dependency => dependency.GetProperty("name").GetString() == "link-cache").GetProperty("details");
        Assert.Equal(0.75, details.GetProperty("memoryHitRate").GetDouble());
        Assert.Equal((0, 1, 1), (details.GetProperty("redisHitRate").GetDouble(), details.GetProperty("storeHitRate").GetDouble(), details.GetProperty("memoryLinks").GetDouble()));
    }

    [Fact]
    [Trait(TestHost.Trait, TestHost.Local)]
    public async Task Shows_the_key_pool_and_the_quarantine_as_the_timers_saw_them()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var client = await app.ClientAsync("operated", "links");
        using var created = await client.PostAsync("/api/links", new { url = "https://example.com/" });
        using var deleted = await client.DeleteAsync($"/api/links/{created.Text("key")}");
        await app.Cluster.Services[0].GetRequiredService<KeyPoolRefill>().RunAsync(cancel);
        for (var counted = 0; counted < ExpiryPartition.Shards; counted += QuarantineCensus.ShardsPerRun)
        {
            await app.Cluster.Services[0].GetRequiredService<ExpiredLinks>().RunAsync(cancel);
        }

        var pool = await DetailsAsync(client, "key-pool");
        Assert.Equal(32, pool.GetProperty("freeBlocks").GetDouble());
        Assert.Equal(32 * KeyBlock.Size, pool.GetProperty("freeKeys").GetDouble());
        Assert.Equal((8, 32), (pool.GetProperty("fewestFreeBlocksOfAShard").GetDouble(), pool.GetProperty("wantedBlocks").GetDouble()));
        Assert.Equal((1, 0.1), (pool.GetProperty("leases").GetDouble(), pool.GetProperty("takesPerMinute").GetDouble()));
        var quarantine = await DetailsAsync(client, "link-quarantine");
        Assert.Equal((1, 64), (quarantine.GetProperty("keys").GetDouble(), quarantine.GetProperty("countedShards").GetDouble()));
    }

    [Fact]
    [Trait(TestHost.Trait, TestHost.Local)]
    public async Task Says_null_for_what_an_instance_without_timers_can_not_know()
    {
        using var folder = new TempFolder();
        await using var cluster = await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, "--instances", "2", .. await Backing.ArgumentsAsync(folder.Path)]);
        using var client = new ApiClient(cluster.Addresses[1], cluster.AdminKey!.Key);
        var pool = await DetailsAsync(client, "key-pool");
        Assert.All(pool.EnumerateObject(), number => Assert.Equal(JsonValueKind.Null, number.Value.ValueKind));
        var quarantine = await DetailsAsync(client, "link-quarantine");
        Assert.Equal((JsonValueKind.Null, 0), (quarantine.GetProperty("keys").ValueKind, quarantine.GetProperty("countedShards").GetDouble()));
    }

    private static async Task<JsonElement> DetailsAsync(ApiClient client, string name)
    {
        using var ready = await client.GetAsync("/api/health/ready");
        return ready.Json.GetProperty("dependencies").EnumerateArray().Single(dependency => dependency.GetProperty("name").GetString() == name).GetProperty("details").Clone();
    }

    [Fact]
    public async Task Tells_a_visitor_of_the_root_page_what_runs_here()
    {
        using var client = app.Anonymous();
        using var page = await client.GetAsync("/");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.Status, page.ContentType));
        Assert.Contains(app.Address.GetLeftPart(UriPartial.Authority), System.Text.Encoding.UTF8.GetString(page.Body), StringComparison.Ordinal);
    }
}
