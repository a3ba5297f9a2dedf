using System.Net.Http.Headers;
using Serverless.LocalHost.Hosting;

namespace Serverless.Bench.Harness;

/// <summary>This application as a user starts it: LocalHost in a process of its own.</summary>
public sealed class LocalHostServer : IAsyncDisposable
{
    public const string AdminKey = "slk_bench-bench-bench-bench-bench";

    /// <summary>Of requests with a JSON body by the admin, for a load that is told its headers.</summary>
    public static readonly IReadOnlyList<string> JsonHeaders = [$"authorization: Bearer {AdminKey}", "content-type: application/json"];

    private static readonly string Binary = typeof(LocalCluster).Assembly.Location;

    private LocalHostServer(ServerProcess process)
    {
        Process = process;
        Admin = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = process.Address };
        Admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
    }

    public ServerProcess Process { get; }

    public Uri Address => Process.Address;

    /// <summary>Has the admin key, and follows no redirect.</summary>
    public HttpClient Admin { get; }

    /// <param name="folder">Where the data lies.</param>
    /// <param name="arguments">Of its command line.</param>
    public static async Task<LocalHostServer> StartAsync(string folder, params IEnumerable<string> arguments)
    {
        var port = Workspace.FreePort();
        string[] own = [Binary, "--urls", $"http://127.0.0.1:{port}", "--data", folder, "--Access:AdminKey", AdminKey];
        return new LocalHostServer(await ServerProcess.StartAsync(port, "dotnet", [.. own, .. arguments]));
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await Process.DisposeAsync();
    }
}
