using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.LocalHost;

/// <summary>Several isolated instances over one store behave as one service.</summary>
public sealed class InstancesTests
{
    private const int Instances = 4;
    private const int LinksEach = 300;

    [Fact]
    public async Task Follow_changes_and_deletes_that_another_instance_made()
    {
        using var folder = new TempFolder();
        await using var cluster = await StartAsync(folder);
        using var first = new ApiClient(cluster.Addresses[0], cluster.AdminKey!.Key);
        using var last = new ApiClient(cluster.Addresses[^1], cluster.AdminKey.Key);
        using var created = await first.PostAsync("/api/links", new { url = "https://example.com/" });
        var key = created.Text("key");
        using var followed = await last.GetAsync($"/{key}");
        using var deleted = await last.DeleteAsync($"/api/links/{key}");
        using var gone = await first.GetAsync($"/{key}");
        Assert.Equal((HttpStatusCode.MovedPermanently, HttpStatusCode.NoContent, HttpStatusCode.Gone), (followed.Status, deleted.Status, gone.Status));
    }

    [Fact]
    public async Task Never_issue_a_key_twice_between_them()
    {
        using var folder = new TempFolder();
        await using var cluster = await StartAsync(folder);
        var keys = await Task.WhenAll(cluster.Addresses.Select(address => CreateAsync(address, cluster.AdminKey!.Key)));
        Assert.Equal(Instances * LinksEach, keys.SelectMany(each => each).Distinct(StringComparer.Ordinal).Count());
    }

    private static Task<LocalCluster> StartAsync(TempFolder folder) => LocalCluster.StartAsync(
        "--port", "0", "--data", folder.Path, "--instances", Instances.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static async Task<IReadOnlyList<string>> CreateAsync(Uri address, string key)
    {
        using var client = new ApiClient(address, key);
        var keys = new List<string>();
        foreach (var batch in Enumerable.Range(0, LinksEach).Chunk(100))
        {
            using var created = await client.PostAsync("/api/links", batch.Select(i => new { url = $"https://example.com/{i}" }));
            keys.AddRange(created.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("link").GetProperty("key").GetString()!));
        }

        return keys;
    }
}
