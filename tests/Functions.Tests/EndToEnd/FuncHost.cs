using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace Serverless.Functions.Tests.EndToEnd;

/// <summary>The Functions host of Core Tools, started once for all tests in the output of <c>src/FunctionApp</c>.</summary>
internal sealed class FuncHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan AskedEvery = TimeSpan.FromMilliseconds(500);

    private static readonly Lazy<Task<FuncHost>> Started = new(LaunchAsync);

    private readonly Process? process;
    private readonly StringBuilder output = new();

    private FuncHost(Process? process, int port)
    {
        this.process = process;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
    }

    public Uri Address { get; }

    public string AdminKey { get; } = "key-of-the-tests-" + Guid.NewGuid().ToString("n");

    /// <summary>Why it does not run; null when it does.</summary>
    public string? Missing { get; private set; }

    /// <summary>The one that all tests use, ready.</summary>
    public static Task<FuncHost> SharedAsync() => Started.Value;

    /// <summary>Ends it, if any test has started it.</summary>
    public static ValueTask StopSharedAsync() => Started.IsValueCreated && Started.Value.IsCompletedSuccessfully ? Started.Value.Result.DisposeAsync() : ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            // The worker is its child.
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync().WaitAsync(Patience);
        }

        process?.Dispose();
    }

    private static async Task<FuncHost> LaunchAsync()
    {
        var port = FreePort();
        var start = new ProcessStartInfo("func", ["start", "--no-build", "--port", port.ToString(CultureInfo.InvariantCulture)])
        {
            WorkingDirectory = OutputFolder(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var host = new FuncHost(new Process { StartInfo = start }, port);
        foreach (var (name, value) in host.Settings())
        {
            start.Environment[name] = value;
        }

        try
        {
            host.Listen();
        }
        catch (Win32Exception exception) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            System.Console.Error.WriteLine($"Core Tools are not installed: {exception.Message}");
            return new FuncHost(null, port) { Missing = $"Core Tools (func) are not installed: {exception.Message}" };
        }

        await host.ReadyAsync();
        return host;
    }

    // What LocalHost allows by itself, because both ends are on this machine; the stores are the environment's.
    private Dictionary<string, string> Settings() => new()
    {
        ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
        ["AzureWebJobsDisableHomepage"] = "true",
        ["Access__AdminKey"] = AdminKey,
        ["Cosmos__CreateContainers"] = "true",
        ["Cosmos__Database"] = "tests-" + Guid.NewGuid().ToString("n"),
        ["RateLimits__Deadline"] = "00:00:10",
        ["Network__AllowedAddresses__0"] = "127.0.0.0/8",
        ["Network__TrustedProxies__0"] = "127.0.0.0/8",
        ["Gateway__AllowedHosts__0"] = "127.0.0.1",
        ["Gateway__AllowedHosts__1"] = "localhost",
    };

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static string OutputFolder([CallerFilePath] string thisFile = "")
    {
        var folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../artifacts/bin/FunctionApp/debug"));
        return File.Exists(Path.Combine(folder, "host.json")) ? folder : throw new InvalidOperationException($"{folder} has no host.json: dotnet build src/FunctionApp");
    }

    private void Listen()
    {
        process!.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Take(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }

    private async Task ReadyAsync()
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Address };
        using var timer = new PeriodicTimer(AskedEvery, TimeProvider.System);
        var started = TimeProvider.System.GetTimestamp();
        while (!await IsReadyAsync(client))
        {
            Assert.False(process!.HasExited, $"func ended instead of getting ready: {Said()}");
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"func does not get ready: {Said()}");
            await timer.WaitForNextTickAsync();
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var ready = await client.GetAsync("/api/health/ready");
            return ready.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string Said()
    {
        lock (output)
        {
            return output.ToString();
        }
    }
}
