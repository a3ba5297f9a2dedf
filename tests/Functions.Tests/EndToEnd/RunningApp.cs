using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.EndToEnd;

/// <summary>
/// The whole application over real HTTP, on a store of its own; shared by the tests that only read or make what is theirs. Where the
/// Functions host runs it (<see cref="TestHost"/>), all of them share that one.
/// </summary>
public sealed class RunningApp : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private LocalCluster? cluster;
    private FuncHost? func;

    /// <summary>The process itself, which is not there where the Functions host runs the application.</summary>
    public LocalCluster Cluster
    {
        get
        {
            Assert.SkipWhen(TestHost.IsFunc, $"No test looks into the Functions host: one that does has the trait {TestHost.Trait}={TestHost.Local}.");
            return cluster ?? throw new InvalidOperationException("It has not been started.");
        }
    }

    public Uri Address => func is null ? Cluster.Addresses[0] : OfFunc(func).Address;

    public string AdminKey => func is null ? Cluster.AdminKey!.Key : OfFunc(func).AdminKey;

    // With time for checks: on a busy machine one that is late would be counted elsewhere than its neighbours.
    public async ValueTask InitializeAsync()
    {
        if (TestHost.IsFunc)
        {
            func = await FuncHost.SharedAsync();
            return;
        }

        string[] instances = Backing.IsAzure ? ["--instances", "3"] : [];
        cluster = await LocalCluster.StartAsync(
            ["--port", "0", "--data", folder.Path, "--RateLimits:Deadline", "00:00:10", .. instances, .. await Backing.ArgumentsAsync(folder.Path)]);
    }

    /// <summary>A client with the admin key.</summary>
    public ApiClient Admin() => new(Address, AdminKey);

    public ApiClient Anonymous() => new(Address, null);

    /// <summary>A client with a new key.</summary>
    public async Task<ApiClient> ClientAsync(string owner, params string[] scopes)
    {
        using var admin = Admin();
        using var created = await admin.PostAsync("/api/keys", new { owner, scopes });
        Assert.Equal(HttpStatusCode.Created, created.Status);
        return new ApiClient(Address, created.Text("key"));
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null)
        {
            await cluster.DisposeAsync();
        }

        folder.Dispose();
    }

    private static FuncHost OfFunc(FuncHost func)
    {
        Assert.SkipWhen(func.Missing is not null, func.Missing ?? "");
        return func;
    }
}
