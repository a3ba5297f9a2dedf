using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Serverless.Core.Tests.Node;

namespace Serverless.Azure.Tests.Emulators;

/// <summary>A running Azurite with nothing in it, on ports that the system chose.</summary>
internal sealed partial class AzuriteProcess : IAsyncDisposable
{
    /// <summary>The account that every emulator has; its key is public.</summary>
    public const string DefaultAccount = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Services = ["Blob", "Queue", "Table"];

    private readonly ConcurrentQueue<string> output = [];
    private readonly ConcurrentDictionary<string, string> addresses = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process process;

    private AzuriteProcess(IEnumerable<string> accounts, string? folder, IReadOnlyList<int> ports)
    {
        string[] persistence = folder is null ? ["--inMemoryPersistence"] : ["--location", folder];
        process = new Process
        {
            StartInfo = new ProcessStartInfo(
                "node",
                [
                    Path.Combine(NodePackages.Folder, "node_modules", "azurite", "dist", "src", "azurite.js"),
                    "--skipApiVersionCheck", "--silent", "--disableTelemetry", .. persistence,
                    "--blobPort", $"{ports[0]}", "--queuePort", $"{ports[1]}", "--tablePort", $"{ports[2]}",
                ])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.StartInfo.Environment["AZURITE_ACCOUNTS"] = string.Join(';', accounts.Select(account => $"{account}:{Key}"));
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    public string ConnectionString => ConnectionStringOf(DefaultAccount);

    /// <summary>An Azurite with other accounts than the one that every emulator has.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no Node.js.</exception>
    public static Task<AzuriteProcess> StartAsync(IEnumerable<string> accounts) => StartAsync(new AzuriteProcess(accounts, folder: null, [0, 0, 0]));

    /// <summary>An Azurite that keeps what it has in a folder, and finds it again at the next start; at fixed ports of this machine.</summary>
    public static Task<AzuriteProcess> StartAsync(string folder, IReadOnlyList<int> ports) => StartAsync(new AzuriteProcess([DefaultAccount], folder, ports));

    /// <exception cref="System.ComponentModel.Win32Exception">There is no Node.js.</exception>
    public static Task<AzuriteProcess> StartAsync() => StartAsync([DefaultAccount]);

    public string ConnectionStringOf(string account) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={Key};TableEndpoint={addresses["Table"]}/{account};QueueEndpoint={addresses["Queue"]}/{account};BlobEndpoint={addresses["Blob"]}/{account};";

    /// <summary>Asks it to stop, which is when it writes down what it has.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    private static async Task<AzuriteProcess> StartAsync(AzuriteProcess started)
    {
        started.process.Start();
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        var first = await Task.WhenAny(started.listening.Task, started.process.WaitForExitAsync()).WaitAsync(Patience);
        Assert.True(first == started.listening.Task, $"Azurite ended instead of getting ready: {string.Join('\n', started.output)}");
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private void Take(string? line)
    {
        output.Enqueue(line ?? "");
        if (Listening().Match(line ?? "") is { Success: true } match)
        {
            addresses[match.Groups[1].Value] = match.Groups[2].Value;
        }

        if (Services.All(addresses.ContainsKey))
        {
            listening.TrySetResult();
        }
    }

    [GeneratedRegex("^Azurite (Blob|Queue|Table) service is successfully listening at (http://[^/]+)")]
    private static partial Regex Listening();
}
