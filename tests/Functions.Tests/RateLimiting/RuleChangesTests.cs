using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>A change of rules on one instance, seen by another over real HTTP, and after a restart.</summary>
[Trait(TestHost.Trait, TestHost.Local)]
public sealed class RuleChangesTests
{
    [Fact]
    public async Task Reach_the_other_instances_and_outlive_the_process()
    {
        using var folder = new TempFolder();
        string key;
        await using (var cluster = await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, "--instances", "2", .. await Backing.ArgumentsAsync(folder.Path)]))
        {
            key = cluster.AdminKey!.Key;
            using var first = new ApiClient(cluster.Addresses[0], key);
            using var second = new ApiClient(cluster.Addresses[1], key);
            using var put = await first.PutAsync("/api/ratelimit/rules/shared", new { api = "a", op = "o", timeUnit = "day", requests = 5, identifyBy = "global" });
            using var own = await first.PostAsync("/api/ratelimit/check", new { api = "a", op = "o" });
            Assert.Equal("shared", own.Text("rule"));
            Assert.True(await EventuallyAsync(second, "shared"));
        }

        await using var restarted = await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, .. await Backing.ArgumentsAsync(folder.Path)]);
        using var client = new ApiClient(restarted.Addresses[0], key);
        using var after = await client.PostAsync("/api/ratelimit/check?peek=true", new { api = "a", op = "o" });
        Assert.Equal("shared", after.Text("rule"));
    }

    // Asking is what makes an instance look for changes; the bound itself is held in virtual time.
    private static async Task<bool> EventuallyAsync(ApiClient client, string rule)
    {
        while (true)
        {
            using var answered = await client.PostAsync("/api/ratelimit/check?peek=true", new { api = "a", op = "o" });
            if (answered.Json.GetProperty("rule").GetString() == rule)
            {
                return true;
            }
        }
    }
}
