using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.LocalHost;

/// <summary>Eight instances over one store create many links side by side; <c>CLUSTER_LINKS</c> sets how many.</summary>
public sealed class ManyLinksTests
{
    private const int Instances = 8;
    private const int Links = Instances * 10 * KeyBlock.Size;
    private const int BatchSize = 100;
    private const int MaxBlocks = 1_000;

    [Fact]
    public async Task Never_issue_a_key_twice_lose_a_link_or_take_more_blocks_than_they_need()
    {
        using var folder = new TempFolder();
        await using var cluster = await LocalCluster.StartAsync(
            "--port", "0", "--data", folder.Path, "--instances", Instances.ToString(CultureInfo.InvariantCulture));
        var links = int.TryParse(Environment.GetEnvironmentVariable("CLUSTER_LINKS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : Links;
        var each = links / Instances;
        var created = await Task.WhenAll(cluster.Addresses.Select(address => CreateAsync(address, cluster.AdminKey!.Key, each)));

        Assert.Equal(each * Instances, created.SelectMany(keys => keys).Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(await CountTakesAsync(cluster.Services[0]), 1, each * Instances / 60);
        var followers = cluster.Addresses.Skip(1).Append(cluster.Addresses[0]);
        var followed = await Task.WhenAll(followers.Zip(created, FollowAsync));
        Assert.Equal(each * Instances, followed.Sum());
    }

    private static async Task<IReadOnlyList<string>> CreateAsync(Uri address, string key, int count)
    {
        using var client = new ApiClient(address, key);
        var keys = new List<string>();
        foreach (var batch in Enumerable.Range(0, count).Chunk(BatchSize))
        {
            using var created = await client.PostAsync("/api/links", batch.Select(i => new { url = $"https://example.com/{i}" }));
            keys.AddRange(created.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("link").GetProperty("key").GetString()!));
        }

        return keys;
    }

    /// <summary>Returns how many of the keys lead to their links, in the order they were made.</summary>
    private static async Task<int> FollowAsync(Uri address, IReadOnlyList<string> keys)
    {
        using var client = new ApiClient(address, null);
        var right = 0;
        for (var i = 0; i < keys.Count; i++)
        {
            using var followed = await client.GetAsync($"/{keys[i]}");
            right += followed.Status == HttpStatusCode.MovedPermanently && followed.Header("Location") == $"https://example.com/{i}" ? 1 : 0;
        }

        return right;
    }

    /// <summary>The blocks that are leased or used up: each was taken once.</summary>
    private static async Task<int> CountTakesAsync(IServiceProvider services)
    {
        var blocks = services.GetRequiredService<IKeyBlockStore>();
        var (takes, cancel) = (0, TestContext.Current.CancellationToken);
        for (var shard = 0; shard < services.GetRequiredService<IOptions<LinksOptions>>().Value.KeyPool.Shards; shard++)
        {
            takes += (await blocks.ListLeasedAsync(shard, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, MaxBlocks, cancel)).Count;
            takes += (await blocks.ListUsedUpAsync(shard, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, MaxBlocks, cancel)).Count;
        }

        return takes;
    }
}
