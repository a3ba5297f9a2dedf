using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>The application's own limits by address come before keys are looked up, and never before the operator's own.</summary>
[Trait(TestHost.Trait, TestHost.Local)]
public sealed class OwnLimitOrderTests : IAsyncLifetime, IDisposable
{
    private const int Requests = 3;

    private readonly TempFolder folder = new();
    private LocalCluster? cluster;

    public async ValueTask InitializeAsync() => cluster = await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, .. await Backing.ArgumentsAsync(folder.Path)]);

    [Fact]
    public async Task Made_up_keys_are_limited_by_address_and_the_operators_is_not()
    {
        using var admin = new ApiClient(cluster!.Addresses[0], cluster.AdminKey!.Key);
        await LimitAsync(admin, "links.list", "ip");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < Requests + 2; i++)
        {
            using var stranger = new ApiClient(cluster.Addresses[0], $"slk_made-up-{i}");
            using var answered = await stranger.GetAsync("/api/links");
            statuses.Add(answered.Status);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, Requests), HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests], statuses);
        for (var i = 0; i < Requests + 2; i++)
        {
            using var answered = await admin.GetAsync("/api/links");
            Assert.Equal(HttpStatusCode.OK, answered.Status);
        }
    }

    [Fact]
    public async Task Rules_by_caller_count_callers_still()
    {
        using var admin = new ApiClient(cluster!.Addresses[0], cluster.AdminKey!.Key);
        await LimitAsync(admin, "links.list", "user");
        using var created = await admin.PostAsync("/api/keys", new { owner = "ann", scopes = new[] { "links" } });
        using var ann = new ApiClient(cluster.Addresses[0], created.Text("key"));
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < Requests + 1; i++)
        {
            using var answered = await ann.GetAsync("/api/links");
            statuses.Add(answered.Status);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.OK, Requests), HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public async Task Nobody_who_may_administer_is_kept_from_mending_the_rules()
    {
        using var admin = new ApiClient(cluster!.Addresses[0], cluster.AdminKey!.Key);
        using var created = await admin.PostAsync("/api/keys", new { owner = "ops", scopes = new[] { "admin" } });
        using var manager = await admin.PostAsync("/api/keys", new { owner = "ann", scopes = new[] { "ratelimit.manage" } });
        await LimitAsync(admin, "ratelimit.rules.delete", "ip");
        await LimitAsync(admin, "ratelimit.rules.get", "global");
        using var ops = new ApiClient(cluster.Addresses[0], created.Text("key"));
        using var ann = new ApiClient(cluster.Addresses[0], manager.Text("key"));
        for (var i = 0; i < Requests + 2; i++)
        {
            using var read = await ops.GetAsync("/api/ratelimit/rules/none");
            using var deleted = await ops.DeleteAsync("/api/ratelimit/rules/none");
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (read.Status, deleted.Status));
        }

        using var held = await ann.DeleteAsync("/api/ratelimit/rules/none");
        Assert.Equal(HttpStatusCode.TooManyRequests, held.Status);
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null)
        {
            await cluster.DisposeAsync();
        }

        Dispose();
    }

    public void Dispose() => folder.Dispose();

    private static async Task LimitAsync(ApiClient admin, string op, string identifyBy)
    {
        using var put = await admin.PutAsync($"/api/ratelimit/rules/own-{op}", new { api = "serverless", op, timeUnit = "day", requests = Requests, algorithm = "fixedWindow", identifyBy });
        Assert.Equal(HttpStatusCode.Created, put.Status);
    }
}
