using System.Text.Json;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>How often a link was followed, over HTTP.</summary>
public sealed class LinkStatsTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task Counts_clicks_by_day_and_referrer_and_no_other_request()
    {
        using var client = await app.ClientAsync("counted", "links");
        using var created = await client.PostAsync("/api/links", new { url = "https://example.com/" });
        var path = new Uri(created.Text("shortUrl")).AbsolutePath;
        await FollowAsync(HttpMethod.Get, path, null, 1);
        await FollowAsync(HttpMethod.Get, path, "https://News.example/today", 3);
        await FollowAsync(HttpMethod.Get, path, "not a url", 1);
        await FollowAsync(HttpMethod.Head, path, "https://head.example/", 2);
        await FollowAsync(HttpMethod.Get, path + "-other", "https://head.example/", 1);
        using var stats = await client.GetAsync(created.Header("Location") + "/stats");
        Assert.Equal((HttpStatusCode.OK, 5), (stats.Status, stats.Json.GetProperty("clicks").GetInt64()));
        Assert.Equal([("news.example", 3), ("", 2)], Pairs(stats, "referrers", "host"));
        Assert.Equal(5, Pairs(stats, "days", "date").Sum(day => day.Clicks));
        Assert.All(Pairs(stats, "days", "date"), day => Assert.Matches("^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", day.Name));
    }

    [Fact]
    [Trait(TestHost.Trait, TestHost.Local)]
    public async Task Keeps_clicks_across_a_stop()
    {
        using var folder = new TempFolder();
        string place;
        await using (var cluster = await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, .. await Backing.ArgumentsAsync(folder.Path)]))
        {
            using var client = new ApiClient(cluster.Addresses[0], cluster.AdminKey!.Key);
            using var created = await client.PostAsync("/api/links", new { url = "https://example.com/", alias = "kept-clicks" });
            using var followed = await client.GetAsync("/kept-clicks");
            place = created.Header("Location")!;
        }

        await using var restarted = await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, .. await Backing.ArgumentsAsync(folder.Path)]);
        using var again = new ApiClient(restarted.Addresses[0], restarted.AdminKey!.Key);
        using var stats = await again.GetAsync(place + "/stats");
        Assert.Equal(1, stats.Json.GetProperty("clicks").GetInt64());
    }

    [Fact]
    public async Task Shows_the_clicks_to_the_owner_and_admins_alone()
    {
        using var owner = await app.ClientAsync("stats-owner", "links");
        using var stranger = await app.ClientAsync("stats-stranger", "links");
        using var created = await owner.PostAsync("/api/links", new { url = "https://example.com/" });
        var place = created.Header("Location") + "/stats";
        using var admin = app.Admin();
        using var anonymous = app.Anonymous();
        using var toAdmin = await admin.GetAsync(place);
        using var toStranger = await stranger.GetAsync(place);
        using var toNobody = await anonymous.GetAsync(place);
        using var unknown = await owner.GetAsync("/api/links/unknown-one/stats");
        Assert.Equal("""{"clicks":0,"days":[],"referrers":[]}""", toAdmin.Json.GetRawText());
        toStranger.IsProblem(HttpStatusCode.Forbidden, "not-owner");
        toNobody.IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        unknown.IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    private static IReadOnlyList<(string Name, long Clicks)> Pairs(ApiResponse stats, string list, string name) =>
        [.. stats.Json.GetProperty(list).EnumerateArray().Select((JsonElement item) => (item.GetProperty(name).GetString()!, item.GetProperty("clicks").GetInt64()))];

    private async Task FollowAsync(HttpMethod method, string path, string? referrer, int times)
    {
        using var visitor = app.Anonymous();
        for (var i = 0; i < times; i++)
        {
            var request = new HttpRequestMessage(method, path);
            request.Headers.TryAddWithoutValidation("Referer", referrer);
            using var followed = await visitor.SendAsync(request);
        }
    }
}
