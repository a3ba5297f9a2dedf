using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Torture.Security;

/// <summary>The application, letting the pages of another origin in.</summary>
public sealed class CrossOriginApp : IAsyncLifetime
{
    public const string Origin = "https://app.example";

    private readonly TempFolder folder = new();
    private LocalCluster? cluster;

    public Uri Address => cluster!.Addresses[0];

    public string AdminKey => cluster!.AdminKey!.Key;

    public async ValueTask InitializeAsync() =>
        cluster = await LocalCluster.StartAsync("--port", "0", "--data", folder.Path, "--Cors:Origins:0", Origin);

    /// <summary>A client with the admin key.</summary>
    public ApiClient Admin() => new(Address, AdminKey);

    public async ValueTask DisposeAsync()
    {
        await cluster!.DisposeAsync();
        folder.Dispose();
    }
}
