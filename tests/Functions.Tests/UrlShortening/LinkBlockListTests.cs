using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>What the operator's block list does to links, new and old.</summary>
[Trait(TestHost.Trait, TestHost.Local)]
public sealed class LinkBlockListTests
{
    [Fact]
    public async Task Refuses_links_to_a_blocked_host_and_leads_nobody_there_by_an_old_one()
    {
        using var folder = new TempFolder();
        await using (var open = await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, .. await Backing.ArgumentsAsync(folder.Path)]))
        {
            using var client = new ApiClient(open.Addresses[0], open.AdminKey!.Key);
            using var bad = await client.PostAsync("/api/links", new { url = "https://www.evil.example/", alias = "blocked-link" });
            using var good = await client.PostAsync("/api/links", new { url = "https://good.example/", alias = "good-link" });
            Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (bad.Status, good.Status));
        }

        await using var cluster = await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, "--Links:BlockedHosts:0", "*.Evil.example.", .. await Backing.ArgumentsAsync(folder.Path)]);
        using var admin = new ApiClient(cluster.Addresses[0], cluster.AdminKey!.Key);
        using var created = await admin.PostAsync("/api/links", new { url = "https://evil.example/" });
        using var changed = await admin.PatchAsync("/api/links/good-link", new { url = "https://a.evil.example/" });
        created.Refuses("url", "is on the block list");
        changed.Refuses("url", "is on the block list");

        using var blocked = await admin.GetAsync("/blocked-link");
        using var followed = await admin.GetAsync("/good-link");
        using var stats = await admin.GetAsync("/api/links/blocked-link/stats");
        Assert.Equal("no-store", blocked.IsProblem(HttpStatusCode.Forbidden, "link-blocked").Header("Cache-Control"));
        Assert.Equal(HttpStatusCode.MovedPermanently, followed.Status);
        Assert.Equal(0, stats.Json.GetProperty("clicks").GetInt64());
    }
}
