using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>The rules that the application makes for itself, over whatever store, are the operator's from then on.</summary>
[Trait(TestHost.Trait, TestHost.Local)]
public sealed class OwnLimitDefaultsTests
{
    private const string Rule = "/api/ratelimit/rules/serverless.links.create";

    [Fact]
    public async Task Are_made_once_and_stay_deleted_when_somebody_deleted_them()
    {
        using var folder = new TempFolder();
        await using (var first = await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, "--instances", "2", .. await Backing.ArgumentsAsync(folder.Path)]))
        {
            using var admin = new ApiClient(first.Addresses[0], first.AdminKey!.Key);
            using var made = await admin.GetAsync(Rule);
            Assert.Equal((HttpStatusCode.OK, false), (made.Status, made.Json.GetProperty("enabled").GetBoolean()));
            using var deleted = await admin.DeleteAsync(Rule);
            Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        }

        await using var second = await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, "--instances", "2", .. await Backing.ArgumentsAsync(folder.Path)]);
        using var again = new ApiClient(second.Addresses[0], second.AdminKey!.Key);
        using var gone = await again.GetAsync(Rule);
        using var kept = await again.GetAsync("/api/ratelimit/rules/serverless.links.follow");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (gone.Status, kept.Status));
    }
}
