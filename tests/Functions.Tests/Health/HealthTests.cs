using Serverless.Functions.Tests.EndToEnd;

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
    public async Task Says_with_what_it_can_work_and_how_fast_that_answers()
    {
        using var client = app.Anonymous();
        using var ready = await client.GetAsync("/api/health/ready");
        var dependencies = ready.Json.GetProperty("dependencies").EnumerateArray().ToArray();
        Assert.Equal((HttpStatusCode.OK, "healthy"), (ready.Status, ready.Text("status")));
        Assert.Equal(["link-cache", "rate-limit-rules", "redis-cache", "redis-counters", "storage"], dependencies.Select(dependency => dependency.GetProperty("name").GetString()));
        Assert.All(dependencies, dependency => Assert.True(dependency.GetProperty("latencyMs").GetDouble() >= 0));
        Assert.All(dependencies, dependency => Assert.Equal("healthy", dependency.GetProperty("status").GetString()));
    }

    [Fact]
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
    public async Task Tells_a_visitor_of_the_root_page_what_runs_here()
    {
        using var client = app.Anonymous();
        using var page = await client.GetAsync("/");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.Status, page.ContentType));
        Assert.Contains(app.Address.GetLeftPart(UriPartial.Authority), System.Text.Encoding.UTF8.GetString(page.Body), StringComparison.Ordinal);
    }
}
